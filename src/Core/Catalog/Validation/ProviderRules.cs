namespace AiGateway.Core.Catalog.Validation;

internal static class ProviderRules
{
    public static void Check(IReadOnlyList<ProviderSpec> providers, ProblemList problems)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var keyIds = new HashSet<string>(StringComparer.Ordinal);
        problems.Each(providers, "providers", CatalogBounds.Providers, (provider, path) =>
        {
            IdRules.CheckForm(provider.Id, $"{path}.id", problems);
            IdRules.CheckUnique(provider.Id, ids, "provider", $"{path}.id", problems);
            CheckKind(provider.Kind, $"{path}.kind", problems);
            BaseUrlRules.Check(provider, $"{path}.baseUrl", problems);
            CheckObjects(provider, $"{path}.objects", problems);
            KeyRules.Check(provider.Keys, keyIds, $"{path}.keys", problems);
            HealthRules.Check(provider.Health, $"{path}.health", problems);
        });
    }

    private static void CheckObjects(ProviderSpec provider, string path, ProblemList problems)
    {
        if (!Enum.IsDefined(provider.Objects))
            problems.Add(path, EnumNames.Expected<ObjectAccess>());
        else if (provider.Objects != ObjectAccess.Off && provider.Kind != ProviderKind.OpenAi)
            problems.Add(path, "must be off: only a provider of kind openai keeps files and batches");
    }

    /// <summary>JSON can give an enum by number, so one that was never declared can arrive.</summary>
    private static void CheckKind(ProviderKind kind, string path, ProblemList problems)
    {
        if (!Enum.IsDefined(kind))
            problems.Add(path, EnumNames.Expected<ProviderKind>());
    }
}
