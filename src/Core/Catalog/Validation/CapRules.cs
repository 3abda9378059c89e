namespace AiGateway.Core.Catalog.Validation;

/// <summary>Limits on single targets of a split.</summary>
internal static class CapRules
{
    public static void CheckTargets(IReadOnlyList<TargetSpec> targets, string path, ProblemList problems)
    {
        var first = new Dictionary<(string?, string?), int>();
        for (var i = 0; i < Math.Min(targets.Count, CatalogBounds.TargetsPerModel); i++)
        {
            // What is null has been reported.
            if (targets[i] is not { } target)
                continue;
            LimitRules.Check(target.Limits, $"{path}[{i}].limits", problems);
            // The limits are kept by these two names, and a target that is there twice would have another way in.
            if (!first.TryAdd((target.Provider, target.Model), i) && first[(target.Provider, target.Model)] is var other
                && (target.Limits ?? targets[other].Limits) is not null)
                problems.Add($"{path}[{i}]", $"names the same provider and model as targets[{other}], and one of them has limits; make them one target");
        }
    }

    /// <summary>A chain is for calls that have failed elsewhere; a limit there would be a misunderstanding, and is not kept.</summary>
    public static void CheckFallback(TargetSpec target, string path, ProblemList problems)
    {
        if (target.Limits is not null)
            problems.Add($"{path}.limits", "is only for targets; a fallback has no limits of its own, so leave it out");
    }
}
