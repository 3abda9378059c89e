using AiGateway.Core.Pinning;

namespace AiGateway.Edge.Pinning;

/// <summary>Something in an answer that only the account that gave it knows.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">What its pin is kept under.</param>
internal readonly record struct PinnedThing(PinKind Kind, string Key);
