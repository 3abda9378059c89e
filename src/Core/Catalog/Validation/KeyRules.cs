namespace AiGateway.Core.Catalog.Validation;

/// <summary>Credentials at a provider.</summary>
internal static class KeyRules
{
    /// <param name="keys">The keys of one provider.</param>
    /// <param name="documents">Whether its credentials may be files of JSON.</param>
    /// <param name="seen">Ids of all providers' keys so far: the control plane knows a key by its id alone.</param>
    /// <param name="path">Where the list is.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static void Check(IReadOnlyList<KeySpec> keys, bool documents, HashSet<string> seen, string path, ProblemList problems)
    {
        problems.Each(keys, path, CatalogBounds.KeysPerProvider, (key, at) =>
        {
            IdRules.CheckForm(key.Id, $"{at}.id", problems);
            IdRules.CheckUnique(key.Id, seen, "key", $"{at}.id", problems);
            SecretRules.CheckProviderSecret(key.Secret, documents, $"{at}.secret", problems);
            if (key.Weight is < 1 or > CatalogBounds.KeyWeight)
                problems.Add($"{at}.weight", $"must be 1–{CatalogBounds.KeyWeight:N0}; to take the key out of use set disabled: true");
            if (key.Tier is < 0 or > CatalogBounds.KeyTier)
                problems.Add($"{at}.tier", $"must be 0–{CatalogBounds.KeyTier}; keys of tier 0 are used first");
            if (key.QuotaGroup is not null)
                IdRules.CheckForm(key.QuotaGroup, $"{at}.quotaGroup", problems);
            LimitRules.Check(key.Limits, $"{at}.limits", problems);
            ModelLimitRules.CheckKey(key.ModelLimits, $"{at}.modelLimits", problems);
        });
        QuotaGroupRules.Check(keys, path, problems);
    }
}
