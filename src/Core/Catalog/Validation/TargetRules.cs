namespace AiGateway.Core.Catalog.Validation;

/// <summary>Where a model's calls go.</summary>
internal sealed class TargetRules(IReadOnlyList<ProviderSpec> providers, ProblemList problems)
{
    private readonly HashSet<string> _providers =
        providers.Where(p => p is { Id: not null }).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);

    private readonly HashSet<string> _demos =
        providers.Where(p => p is { Id: not null, Kind: ProviderKind.Demo }).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);

    public void CheckTargets(IReadOnlyList<TargetSpec> targets, bool underPattern, string path)
    {
        if (targets.Count == 0)
            problems.Add(path, "is empty; name at least one provider and model that calls go to");
        else if (targets.All(target => target is { Weight: 0 }))
            problems.Add(path, "all weights are 0, so no call could go anywhere; give one a weight of at least 1");

        problems.Each(targets, path, CatalogBounds.TargetsPerModel, (target, at) =>
        {
            CheckTarget(target, underPattern, at);
            if (target.Weight is < 0 or > CatalogBounds.TargetWeight)
                problems.Add($"{at}.weight", $"must be 0–{CatalogBounds.TargetWeight:N0}");
        });
        CapRules.CheckTargets(targets, path, problems);
    }

    public void CheckFallback(IReadOnlyList<TargetSpec> fallback, bool underPattern, string path) =>
        problems.Each(fallback, path, CatalogBounds.FallbacksPerModel, (target, at) =>
        {
            CheckTarget(target, underPattern, at);
            CapRules.CheckFallback(target, at, problems);
        });

    public void CheckShadow(ShadowSpec? shadow, bool underPattern, string path) =>
        ShadowRules.Check(shadow, (target, at) => CheckTarget(target, underPattern, at), path, problems);

    private void CheckTarget(TargetSpec target, bool underPattern, string path)
    {
        CheckProvider(target.Provider, $"{path}.provider");
        ModelNameRules.CheckUpstreamName(target.Model, underPattern, $"{path}.model", problems);
        if (target is { Continues: not null, Provider: not null } && _demos.Contains(target.Provider))
            problems.Add($"{path}.continues", "a demo provider goes on with nobody's answer; leave it out");
    }

    private void CheckProvider(string? id, string path)
    {
        if (string.IsNullOrEmpty(id))
            problems.Add(path, "is missing; name a provider of this catalog");
        else if (!IdRules.IsWellFormed(id))
            problems.Add(path, "is not the id of any provider");
        else if (!_providers.Contains(id))
            problems.Add(
                path,
                problems.Nearest(id, _providers) is { } nearest
                    ? $"provider '{id}' is not declared; did you mean '{nearest}'?"
                    : $"provider '{id}' is not declared; declare it under providers or name another");
    }
}
