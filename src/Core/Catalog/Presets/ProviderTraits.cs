using System.Collections.Frozen;

namespace AiGateway.Core.Catalog.Presets;

/// <summary>
/// What holds for a provider after all: what its operator wrote goes before what its preset says, and that before what is usual for
/// its kind.
/// </summary>
public sealed record ProviderTraits
{
    public required ProviderKind Kind { get; init; }

    /// <summary>Its address without a slash at the end, so that paths can follow; empty for the demo.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>What it can be asked.</summary>
    public required FrozenSet<ProviderOperation> Serves { get; init; }

    /// <summary>Null where its kind has none.</summary>
    public string? Region { get; init; }

    /// <summary>Null where its kind has none.</summary>
    public string? Project { get; init; }

    /// <summary>Null for an API without versions.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>What follows the address for each operation: see <see cref="OperationPaths"/>. Empty for kinds whose dialect has paths of its own.</summary>
    public required FrozenDictionary<ProviderOperation, string> Paths { get; init; }

    /// <summary>Members of a request in OpenAI's dialect that it refuses or ignores.</summary>
    public required FrozenSet<string> Drop { get; init; }

    /// <summary>Members of a request in OpenAI's dialect by the names it knows them by.</summary>
    public required FrozenDictionary<string, string> Rename { get; init; }

    public UnknownFieldHandling UnknownFields { get; init; }

    /// <inheritdoc cref="Preset.MaxTokensField"/>
    public string? MaxTokensField { get; init; }

    /// <summary>Whether it is known to take top-k in the dialect of its kind.</summary>
    public bool TakesTopK { get; init; }

    /// <inheritdoc cref="Preset.TakesReasoning"/>
    public bool TakesReasoning { get; init; }

    /// <inheritdoc cref="Preset.StreamUsage"/>
    public bool StreamUsage { get; init; }

    /// <summary>What its errors mean where that is unusual, the operator's before the preset's; the first that fits counts.</summary>
    public required IReadOnlyList<ErrorMeaningSpec> Errors { get; init; }

    /// <summary>Whether it can be called without a key.</summary>
    public bool Keyless { get; init; }

    /// <param name="spec">A provider the catalog's rules find nothing wrong with.</param>
    public static ProviderTraits Of(ProviderSpec spec)
    {
        var preset = KnownPresets.Find(spec.Preset);
        var kind = KindOf(spec);
        return new ProviderTraits
        {
            Kind = kind,
            BaseUrl = AddressOf(spec, kind, preset),
            Serves = (spec.Serves ?? preset?.Serves)?.ToFrozenSet() ?? KindTraits.Serves(kind),
            Region = spec.Region,
            Project = spec.Project,
            ApiVersion = spec.ApiVersion,
            Paths = OperationPaths.Of(kind, preset),
            Drop = QuirkMerge.Drop(spec, preset),
            Rename = QuirkMerge.Rename(spec, preset),
            UnknownFields = spec.UnknownFields,
            MaxTokensField = preset?.MaxTokensField,
            TakesTopK = preset?.TakesTopK == true || kind is not (ProviderKind.OpenAi or ProviderKind.Azure),
            TakesReasoning = preset?.TakesReasoning == true,
            StreamUsage = preset?.StreamUsage ?? true,
            Errors = [.. spec.Health?.Errors ?? [], .. preset?.Errors ?? []],
            Keyless = kind == ProviderKind.Demo || preset is { Keyless: true },
        };
    }

    /// <summary>The kind that holds for a provider.</summary>
    public static ProviderKind KindOf(ProviderSpec spec) => spec.Kind ?? KnownPresets.Find(spec.Preset)?.Kind ?? ProviderKind.OpenAi;

    private static string AddressOf(ProviderSpec spec, ProviderKind kind, Preset? preset)
    {
        if (kind == ProviderKind.Demo)
            return "";
        var address = string.IsNullOrEmpty(spec.BaseUrl)
            ? AddressTemplate.Fill(preset?.BaseUrl ?? KindTraits.BaseUrl(kind, spec.Region) ?? "", spec.Region, spec.Project)
            : spec.BaseUrl;
        return address.TrimEnd('/');
    }
}
