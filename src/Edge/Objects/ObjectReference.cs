using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Objects;

/// <summary>The id of something a provider keeps, in a body.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Member">The member it stands in, for a person to find it.</param>
/// <param name="IsSure">Whether its place says that it is one; otherwise it only looks so.</param>
internal sealed record ObjectReference(PinKind Kind, string Id, string Member, bool IsSure);
