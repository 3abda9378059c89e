using AiGateway.Core.Limits;

namespace AiGateway.Grains.Limits;

/// <summary>How far the limits of one entity are used.</summary>
/// <param name="Uses">One for each limit, in the order of <see cref="LimitDimension"/>.</param>
[GenerateSerializer, Immutable, Alias("aigw.EntityUse")]
public sealed record EntityUse([property: Id(0)] LimitUse[] Uses);
