using System.Collections.Frozen;
using System.Resources;

namespace AiGateway.Core.Catalog.Presets;

/// <summary>The presets the gateway comes with.</summary>
public static class KnownPresets
{
    private static readonly FrozenDictionary<string, Preset> ById;

    static KnownPresets()
    {
        // Through the resource table, since rules have no business with streams.
        All = PresetFile.Read(new ResourceManager(typeof(KnownPresets)).GetString("Presets")!);
        ById = All.ToFrozenDictionary(preset => preset.Id, StringComparer.Ordinal);
    }

    /// <summary>In the order of the file.</summary>
    public static IReadOnlyList<Preset> All { get; }

    /// <summary>Null when there is no such preset, or none is asked for.</summary>
    public static Preset? Find(string? id) => id is null ? null : ById.GetValueOrDefault(id);
}
