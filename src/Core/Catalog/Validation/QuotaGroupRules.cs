namespace AiGateway.Core.Catalog.Validation;

/// <summary>Keys that share limits cannot say different things about them.</summary>
internal static class QuotaGroupRules
{
    /// <param name="keys">The keys of one provider, whose groups are its own.</param>
    /// <param name="path">Where the list is.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static void Check(IReadOnlyList<KeySpec> keys, string path, ProblemList problems)
    {
        var limits = new Dictionary<string, KeySpec>(StringComparer.Ordinal);
        var modelLimits = new Dictionary<string, KeySpec>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(keys.Count, CatalogBounds.KeysPerProvider); i++)
        {
            // What has no proper name has been reported, and could not be named here.
            if (keys[i] is not { Id: not null } key || !IdRules.IsWellFormed(key.Id) || !IdRules.IsWellFormed(key.Group))
                continue;
            if (key.Limits is not null && FirstOf(limits, key) is { } first && first.Limits != key.Limits)
                problems.Add($"{path}[{i}].limits", Contradiction(key, first, "limits"));
            if (key.ModelLimits.Count > 0 && FirstOf(modelLimits, key) is { } other && !AreSame(other.ModelLimits, key.ModelLimits))
                problems.Add($"{path}[{i}].modelLimits", Contradiction(key, other, "modelLimits"));
        }
    }

    private static KeySpec FirstOf(Dictionary<string, KeySpec> groups, KeySpec key) =>
        groups.TryAdd(key.Group, key) ? key : groups[key.Group];

    private static bool AreSame(IReadOnlyList<ModelLimitSpec> some, IReadOnlyList<ModelLimitSpec> others) =>
        ReferenceEquals(some, others) || some.ToHashSet().SetEquals(others);

    private static string Contradiction(KeySpec key, KeySpec first, string what) =>
        $"of key '{key.Id}' differ from those of key '{first.Id}', with which it shares the quota group '{key.Group}'; "
        + $"state {what} at one of them, or the same at both";
}
