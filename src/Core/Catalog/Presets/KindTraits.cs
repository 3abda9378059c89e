using System.Collections.Frozen;

namespace AiGateway.Core.Catalog.Presets;

/// <summary>What is true of all providers of a kind.</summary>
internal static class KindTraits
{
    private const string Everywhere = "global";

    private static readonly FrozenSet<ProviderOperation> All = Enum.GetValues<ProviderOperation>().ToFrozenSet();

    private static readonly FrozenSet<ProviderOperation> Demo =
        [ProviderOperation.Chat, ProviderOperation.Completions, ProviderOperation.Embeddings, ProviderOperation.Responses];

    private static readonly FrozenSet<ProviderOperation> Azure =
    [
        ProviderOperation.Chat, ProviderOperation.Completions, ProviderOperation.Embeddings, ProviderOperation.Responses,
        ProviderOperation.Images, ProviderOperation.Audio, ProviderOperation.Files, ProviderOperation.Realtime,
    ];

    private static readonly FrozenSet<ProviderOperation> Gemini = [ProviderOperation.Chat, ProviderOperation.Embeddings];

    private static readonly FrozenSet<ProviderOperation> Chat = [ProviderOperation.Chat];

    /// <summary>All that a provider of the kind can be asked.</summary>
    public static FrozenSet<ProviderOperation> Serves(ProviderKind kind) => kind switch
    {
        ProviderKind.OpenAi => All,
        ProviderKind.Demo => Demo,
        ProviderKind.Azure => Azure,
        ProviderKind.Gemini => Gemini,
        _ => Chat,
    };

    /// <summary>The address of its providers, in which <c>{region}</c> may stand; null where each has its own.</summary>
    public static string? BaseUrl(ProviderKind kind, string? region) => kind switch
    {
        ProviderKind.Anthropic => "https://api.anthropic.com",
        ProviderKind.Gemini => "https://generativelanguage.googleapis.com",
        ProviderKind.Vertex => region == Everywhere ? "https://aiplatform.googleapis.com" : "https://{region}-aiplatform.googleapis.com",
        ProviderKind.Bedrock => "https://bedrock-runtime.{region}.amazonaws.com",
        _ => null,
    };

    /// <summary>Whether calls name the region outside the address as well: in paths or signatures.</summary>
    public static bool NeedsRegion(ProviderKind kind) => kind is ProviderKind.Vertex or ProviderKind.Bedrock;

    public static bool NeedsProject(ProviderKind kind) => kind == ProviderKind.Vertex;
}
