using AiGateway.Core.Catalog.Presets;

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
            CheckKind(provider, path, problems);
            KeyRules.Check(provider.Keys, provider.Kind == ProviderKind.Vertex || provider.Preset == "vertex", keyIds, $"{path}.keys", problems);
            HealthRules.Check(provider.Health, $"{path}.health", problems);
        });
    }

    private static void CheckKind(ProviderSpec provider, string path, ProblemList problems)
    {
        if (!Enum.IsDefined(provider.UnknownFields))
            problems.Add($"{path}.unknownFields", EnumNames.Expected<UnknownFieldHandling>());
        QuirkRules.Check(provider.Drop, provider.Rename, path, problems);
        var isSure = PresetRules.Check(provider, path, problems);
        BaseUrlRules.Check(provider, isSure, $"{path}.baseUrl", problems);
        if (!isSure)
            return;
        var kind = ProviderTraits.KindOf(provider);
        AddressPartRules.Check(provider, path, problems);
        if (kind is not (ProviderKind.OpenAi or ProviderKind.Azure))
            QuirkRules.RefuseBoth(provider, kind, path, problems);
        ServesRules.Check(provider.Serves, kind, $"{path}.serves", problems);
        CheckObjects(provider.Objects, kind, $"{path}.objects", problems);
    }

    private static void CheckObjects(ObjectAccess objects, ProviderKind kind, string path, ProblemList problems)
    {
        if (!Enum.IsDefined(objects))
            problems.Add(path, EnumNames.Expected<ObjectAccess>());
        else if (objects != ObjectAccess.Off && kind != ProviderKind.OpenAi)
            problems.Add(path, "must be off: only a provider of kind openai keeps files and batches");
    }
}
