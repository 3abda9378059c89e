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

    /// <summary>One response of a session over a WebSocket.</summary>
    Realtime,

    /// <summary>Anything to do with files, and below with batches and with responses that were made before: calls that ask no model.</summary>
    Files,

    Batches,
    StoredResponses,
}

internal static class Operations
{
    /// <summary>Whether it is a model that answers.</summary>
    public static bool AsksModel(this Operation operation) => operation < Operation.Files;

    /// <summary>Whether its prompt is a list of messages, or may be.</summary>
    public static bool TakesMessages(this Operation operation) => operation.ChatDialect() is not null;

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
