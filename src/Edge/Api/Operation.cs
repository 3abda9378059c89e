using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects;

namespace AiGateway.Edge.Api;

/// <summary>What callers ask for, each in one dialect.</summary>
internal enum Operation
{
    ChatCompletions,
    Completions,
    Embeddings,
    Responses,

    /// <summary>Anthropic's chat.</summary>
    Messages,

    /// <summary>Google's chat.</summary>
    GenerateContent,

    /// <summary>Google's embedding of one text.</summary>
    EmbedContent,

    /// <summary>Google's embedding of several.</summary>
    BatchEmbedContents,

    /// <summary>One response of a session over a WebSocket.</summary>
    Realtime,

    /// <summary>Anything to do with files, and below with batches and with responses that were made before: calls that ask no model.</summary>
    Files,

    Batches,
    StoredResponses,

    /// <summary>How many tokens a request of Anthropic's dialect would bring.</summary>
    CountTokens,

    /// <summary>The same of Google's.</summary>
    CountContents,
}

internal static class Operations
{
    /// <summary>Whether it is a model that answers.</summary>
    public static bool AsksModel(this Operation operation) => operation < Operation.Files;

    /// <summary>Whether its prompt is a list of messages, or may be.</summary>
    public static bool TakesMessages(this Operation operation) => (operation.ChatDialect() ?? operation.CountDialect()) is not null;

    /// <summary>Whether it turns texts into vectors: it has no answer of a length to foresee, and nothing is kept between two.</summary>
    public static bool Embeds(this Operation operation) => operation is Operation.Embeddings or Operation.EmbedContent or Operation.BatchEmbedContents;

    /// <summary>In which dialect tokens are to be counted; null for what counts none.</summary>
    public static Dialect? CountDialect(this Operation operation) => operation switch
    {
        Operation.CountTokens => Dialect.Anthropic,
        Operation.CountContents => Dialect.Gemini,
        _ => null,
    };

    /// <summary>What a provider has to serve for it.</summary>
    public static ProviderOperation Provided(this Operation operation) => operation switch
    {
        Operation.Completions => ProviderOperation.Completions,
        Operation.Embeddings or Operation.EmbedContent or Operation.BatchEmbedContents => ProviderOperation.Embeddings,
        Operation.Responses => ProviderOperation.Responses,
        Operation.Realtime => ProviderOperation.Realtime,
        _ => ProviderOperation.Chat,
    };

    /// <summary>The dialect of a chat; null for what is none.</summary>
    public static Dialect? ChatDialect(this Operation operation) => operation switch
    {
        Operation.ChatCompletions => Dialect.OpenAiChat,
        Operation.Responses => Dialect.OpenAiResponses,
        Operation.Messages => Dialect.Anthropic,
        Operation.GenerateContent => Dialect.Gemini,
        _ => null,
    };
}
