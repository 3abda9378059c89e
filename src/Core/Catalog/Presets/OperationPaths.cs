using System.Collections.Frozen;

namespace AiGateway.Core.Catalog.Presets;

/// <summary>
/// Where providers of OpenAI's API take each operation: what follows the address. Images, audio, files and realtime are several
/// calls, whose own endings (<c>/generations</c>) follow in turn. A path that begins with <c>/</c> counts from the host.
/// </summary>
public static class OperationPaths
{
    /// <summary>The usual ones; batches stand beside files.</summary>
    public static FrozenDictionary<ProviderOperation, string> Usual { get; } = new Dictionary<ProviderOperation, string>
    {
        [ProviderOperation.Chat] = "chat/completions",
        [ProviderOperation.Completions] = "completions",
        [ProviderOperation.Embeddings] = "embeddings",
        [ProviderOperation.Responses] = "responses",
        [ProviderOperation.Images] = "images",
        [ProviderOperation.Audio] = "audio",
        [ProviderOperation.Moderations] = "moderations",
        [ProviderOperation.Rerank] = "rerank",
        [ProviderOperation.Files] = "files",
        [ProviderOperation.Realtime] = "realtime",
    }.ToFrozenDictionary();

    /// <summary>The usual ones with a preset's in their place; empty for kinds whose dialect has paths of its own.</summary>
    internal static FrozenDictionary<ProviderOperation, string> Of(ProviderKind kind, Preset? preset)
    {
        if (kind is not (ProviderKind.OpenAi or ProviderKind.Azure))
            return FrozenDictionary<ProviderOperation, string>.Empty;
        return preset is { Paths.Count: > 0 }
            ? Usual.ToFrozenDictionary(usual => usual.Key, usual => preset.Paths.GetValueOrDefault(usual.Key) ?? usual.Value)
            : Usual;
    }
}
