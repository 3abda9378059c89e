using System.Collections.Concurrent;
using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Presets;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Api;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Upstream.Dialects;

namespace AiGateway.Edge.Upstream;

/// <summary>Where a provider takes each kind of call.</summary>
internal static class Addresses
{
    private static readonly ConcurrentDictionary<(string BaseUrl, string Path), Uri> Known = new();

    /// <param name="provider">Who is asked.</param>
    /// <param name="operation">What the caller asks for.</param>
    /// <param name="model">The provider's name of the model.</param>
    /// <param name="stream">Whether the answer is to be streamed.</param>
    public static Uri Of(ProviderEntry provider, Operation operation, string model, bool stream) => operation switch
    {
        Operation.CountTokens => Fixed(provider, Under(provider.BaseUrl, "/v1", "messages/count_tokens")),
        Operation.CountContents => Google(provider, model, "countTokens"),
        _ when operation.Embeds() && provider.Kind == ProviderKind.Gemini => Google(provider, model, "batchEmbedContents"),
        _ when TargetDialects.Of(operation, provider) is { } dialect => Chat(provider, dialect, model, stream),
        _ => OpenAi(provider, operation.Provided(), model, EndOf(operation)),
    };

    /// <summary>Of a chat in a dialect the provider speaks.</summary>
    public static Uri Chat(ProviderEntry provider, Dialect dialect, string model, bool stream) => dialect switch
    {
        Dialect.Anthropic => Fixed(provider, Under(provider.BaseUrl, "/v1", "messages")),
        Dialect.Gemini => Google(provider, model, stream ? "streamGenerateContent?alt=sse" : "generateContent"),
        Dialect.Bedrock => new Uri($"{provider.BaseUrl}/model/{Uri.EscapeDataString(model)}/{(stream ? "converse-stream" : "converse")}"),
        Dialect.OpenAiResponses => OpenAi(provider, ProviderOperation.Responses, model),
        Dialect.OpenAiCompletions => OpenAi(provider, ProviderOperation.Completions, model),
        _ => OpenAi(provider, ProviderOperation.Chat, model),
    };

    /// <summary>Of the list of its models; null where it has none that a key could be tried with.</summary>
    public static Uri? Models(ProviderEntry provider) => provider.Kind switch
    {
        ProviderKind.Anthropic => Fixed(provider, Under(provider.BaseUrl, "/v1", "models")),
        ProviderKind.Gemini => Fixed(provider, Under(provider.BaseUrl, "/v1beta", "models")),
        ProviderKind.Azure when provider.Traits.ApiVersion is { } version => new Uri($"{provider.BaseUrl}/openai/models?api-version={version}"),
        ProviderKind.Azure => Fixed(provider, Under(provider.BaseUrl, "/openai/v1", "models")),
        ProviderKind.Vertex or ProviderKind.Bedrock => null,
        _ => Fixed(provider, "models"),
    };

    /// <summary>Of sessions.</summary>
    public static Uri Realtime(ProviderEntry provider, string model)
    {
        var name = Uri.EscapeDataString(model);
        var path = provider switch
        {
            { Kind: ProviderKind.Azure, Traits.ApiVersion: { } version } => $"openai/realtime?api-version={version}&deployment={name}",
            { Kind: ProviderKind.Azure } => $"{Under(provider.BaseUrl, "/openai/v1", "realtime")}?model={name}",
            _ => $"realtime?model={name}",
        };
        // https becomes wss, and http ws.
        return new Uri($"ws{provider.BaseUrl["http".Length..]}/{path}");
    }

    /// <summary>Of a file, a batch or another thing the provider keeps. There are as many as objects: none is remembered.</summary>
    public static Uri Object(ProviderEntry provider, string path) =>
        new($"{provider.BaseUrl}/{(provider.Kind == ProviderKind.Azure ? Under(provider.BaseUrl, "/openai/v1", path) : path)}");

    /// <summary>What of several calls with one path follows on it.</summary>
    private static string EndOf(Operation operation) => operation switch
    {
        Operation.Images => "/generations",
        Operation.ImageEdits => "/edits",
        Operation.ImageVariations => "/variations",
        Operation.Transcriptions => "/transcriptions",
        Operation.Translations => "/translations",
        Operation.Speech => "/speech",
        Operation.CountResponse => "/input_tokens",
        Operation.Compaction => "/compact",
        _ => "",
    };

    private static Uri OpenAi(ProviderEntry provider, ProviderOperation operation, string model, string end = "")
    {
        var path = (provider.Traits.Paths.GetValueOrDefault(operation) ?? OperationPaths.Usual[operation]) + end;
        if (provider.Kind != ProviderKind.Azure)
            return Fixed(provider, path);
        // Responses are no deployment's, and what was kept of them is asked for at the same address.
        return provider.Traits.ApiVersion is { } version && operation != ProviderOperation.Responses
            ? new Uri($"{provider.BaseUrl}/openai/deployments/{Uri.EscapeDataString(model)}/{path}?api-version={version}")
            : Fixed(provider, Under(provider.BaseUrl, "/openai/v1", path));
    }

    /// <summary>Models stand in the path, and callers may make up names of some: none is remembered.</summary>
    private static Uri Google(ProviderEntry provider, string model, string method)
    {
        var (traits, name) = (provider.Traits, Uri.EscapeDataString(model));
        return provider.Kind == ProviderKind.Vertex
            ? new Uri($"{provider.BaseUrl}/v1/projects/{traits.Project}/locations/{traits.Region}/publishers/google/models/{name}:{method}")
            : new Uri($"{provider.BaseUrl}/{Under(provider.BaseUrl, "/v1beta", "models")}/{name}:{method}");
    }

    /// <summary>Operators write addresses with the version and without.</summary>
    private static string Under(string baseUrl, string version, string path) =>
        baseUrl.EndsWith(version, StringComparison.Ordinal) ? path : $"{version[1..]}/{path}";

    private static Uri Fixed(ProviderEntry provider, string path) =>
        // A path that begins with a slash counts from the host.
        Known.GetOrAdd((provider.BaseUrl, path), static key => key.Path.StartsWith('/') ? new Uri(new Uri(key.BaseUrl), key.Path) : new Uri($"{key.BaseUrl}/{key.Path}"));
}
