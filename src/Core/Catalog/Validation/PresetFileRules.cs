using AiGateway.Core.Catalog.Presets;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>What a preset may say: nothing that an operator could not have written, but for placeholders in its address.</summary>
internal static class PresetFileRules
{
    public static void Check(IReadOnlyList<Preset> presets, ProblemList problems)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        problems.Each(presets, "presets", CatalogBounds.Providers, (preset, _) =>
        {
            IdRules.CheckForm(preset.Id, "presets", problems);
            IdRules.CheckUnique(preset.Id, ids, "preset", preset.Id, problems);
            if (string.IsNullOrWhiteSpace(preset.Name))
                problems.Add($"{preset.Id}.name", "is missing");
            CheckAddress(preset, problems);
            CheckPaths(preset, problems);
            ServesRules.Check(preset.Serves, preset.Kind, $"{preset.Id}.serves", problems);
            QuirkRules.Check(preset.Drop, preset.Rename, preset.Id, problems);
            if (preset.MaxTokensField is { } cap && !QuirkMerge.OutputCaps.Contains(cap))
                problems.Add($"{preset.Id}.maxTokensField", $"must be one of {string.Join(", ", QuirkMerge.OutputCaps)}");
            ErrorMeaningRules.Check(preset.Errors, $"{preset.Id}.errors", problems);
            CheckLink(preset.Docs, $"{preset.Id}.docs", problems);
            CheckLink(preset.KeysUrl, $"{preset.Id}.keysUrl", problems);
        });
    }

    private static void CheckAddress(Preset preset, ProblemList problems)
    {
        if (preset.Kind is not (ProviderKind.OpenAi or ProviderKind.Azure) && (preset.Drop.Count > 0 || preset.Rename.Count > 0))
            problems.Add($"{preset.Id}.drop", "is for kinds openai and azure");
        if (preset.BaseUrl is null)
        {
            if (preset.Kind == ProviderKind.OpenAi)
                problems.Add($"{preset.Id}.baseUrl", "is missing");
            return;
        }

        // Any region will do for seeing that the rest is an address.
        var filled = new ProviderSpec { Id = preset.Id, Kind = preset.Kind, BaseUrl = AddressTemplate.Fill(preset.BaseUrl, "r", "p") };
        BaseUrlRules.Check(filled, isKindSure: true, $"{preset.Id}.baseUrl", problems);
    }

    private static void CheckPaths(Preset preset, ProblemList problems)
    {
        foreach (var (operation, path) in preset.Paths)
        {
            var at = $"{preset.Id}.paths.{EnumNames.NameOf(operation)}";
            if (preset.Serves?.Contains(operation) == false)
                problems.Add(at, "is of an operation that is not served");
            if (path.Length == 0 || path.Contains("..", StringComparison.Ordinal) || path.EndsWith('/')
                || !path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '.'))
                problems.Add(at, "must be a path such as chat/completions");
        }
    }

    private static void CheckLink(string? link, string path, ProblemList problems)
    {
        if (link is not null && !(Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps))
            problems.Add(path, "must be an https:// address");
    }
}
