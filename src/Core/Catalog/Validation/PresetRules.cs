using AiGateway.Core.Catalog.Presets;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>A preset must be known, and of the kind that is stated beside it.</summary>
internal static class PresetRules
{
    /// <returns>Whether the provider's kind is sure, so that it can be said what else it needs.</returns>
    public static bool Check(ProviderSpec provider, string path, ProblemList problems)
    {
        if (provider.Kind is { } kind && !Enum.IsDefined(kind))
        {
            // JSON can give an enum by number, so one that was never declared can arrive.
            problems.Add($"{path}.kind", EnumNames.Expected<ProviderKind>());
            return false;
        }

        if (provider.Preset is null)
            return true;
        if (KnownPresets.Find(provider.Preset) is not { } preset)
        {
            problems.Add($"{path}.preset", Unknown(provider.Preset, problems));
            return false;
        }

        if (provider.Kind is null || provider.Kind == preset.Kind)
            return true;
        problems.Add($"{path}.kind", $"is not that of preset '{preset.Id}', which is {EnumNames.NameOf(preset.Kind)}; leave one of the two out");
        return false;
    }

    private static string Unknown(string id, ProblemList problems)
    {
        if (!IdRules.IsWellFormed(id))
            return "is not the name of any preset";
        return problems.Nearest(id, KnownPresets.All.Select(preset => preset.Id)) is { } nearest
            ? $"there is no preset '{id}'; did you mean '{nearest}'?"
            : $"there is no preset '{id}'; leave it out and give kind and baseUrl";
    }
}
