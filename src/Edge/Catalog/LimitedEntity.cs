using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Edge.Catalog;

/// <summary>Something with limits of its own: a consumer, a model, a target of its split, an account at a provider.</summary>
/// <param name="Name">What the owner of its limits is asked by.</param>
/// <param name="Limits">The limits.</param>
/// <param name="Version">Of the catalog they are from.</param>
internal sealed record LimitedEntity(string Name, LimitSet Limits, long Version)
{
    /// <param name="hard">Whether its limits are hard unless they say otherwise.</param>
    public static LimitedEntity? Of(string name, LimitSpec? spec, bool hard, long version) =>
        LimitSet.Of(spec, hard) is { } limits ? new(name, limits, version) : null;
}
