using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Catalog;

/// <summary>Where the calls for one model of the catalog go.</summary>
/// <param name="Spec">As the catalog has it.</param>
/// <param name="Targets">Traffic is divided among these by weight.</param>
/// <param name="Fallback">Tried in this order when the target has failed.</param>
/// <param name="Limited">What all consumers together may use of it; null for no limit.</param>
internal sealed record ModelRoute(ModelSpec Spec, RouteTarget[] Targets, RouteTarget[] Fallback, LimitedEntity? Limited)
{
    /// <summary>How the share of one of the targets is raised; null when all stay as they are.</summary>
    public RampRoute? Ramp { get; init; }

    /// <summary>Whether any of them could go on with an answer that has broken off.</summary>
    public bool CanContinue { get; } = Targets.Concat(Fallback).Any(static target => target.Continues is not null);

    /// <summary>Who gets copies of its calls; null for nobody.</summary>
    public ShadowRoute? Shadow { get; init; }

    /// <summary>The targets' weights, as the bids need them.</summary>
    public double[] TargetWeights { get; } = [.. Targets.Select(target => (double)target.Weight)];

    /// <summary>Hashes by which the targets bid for what keeps to one of them: by their names, so that their order does not matter.</summary>
    public ulong[] TargetHashes { get; } =
        [.. Targets.Select(target => Hash64.Of(target.Model, Hash64.Of(target.Provider.Id, Hash64.Of(Spec.Id))))];
}
