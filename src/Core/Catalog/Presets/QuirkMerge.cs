using System.Collections.Frozen;

namespace AiGateway.Core.Catalog.Presets;

/// <summary>What an operator and a preset say of members together: of one that both name, the operator's word counts.</summary>
internal static class QuirkMerge
{
    private const string StreamOptions = "stream_options";

    /// <summary>Both names of the cap on a chat's output.</summary>
    public static readonly string[] OutputCaps = ["max_tokens", "max_completion_tokens"];

    public static FrozenSet<string> Drop(ProviderSpec spec, Preset? preset)
    {
        var known = preset?.Drop.Where(name => spec.Rename?.ContainsKey(name) != true) ?? [];
        IEnumerable<string> usage = preset is { StreamUsage: false } ? [StreamOptions] : [];
        return known.Concat(usage).Concat(spec.Drop ?? []).ToFrozenSet(StringComparer.Ordinal);
    }

    public static FrozenDictionary<string, string> Rename(ProviderSpec spec, Preset? preset)
    {
        var names = new Dictionary<string, string>(preset?.Rename ?? FrozenDictionary<string, string>.Empty, StringComparer.Ordinal);
        if (preset?.MaxTokensField is { } cap)
            names[Array.Find(OutputCaps, name => name != cap)!] = cap;
        foreach (var dropped in spec.Drop ?? [])
            names.Remove(dropped);
        foreach (var (from, to) in spec.Rename ?? FrozenDictionary<string, string>.Empty)
            names[from] = to;
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
