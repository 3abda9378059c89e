namespace AiGateway.Edge.Api.OpenAi;

/// <summary>The calls of the OpenAI surface.</summary>
internal enum OpenAiOperation
{
    ChatCompletions,
    Completions,
    Embeddings,
    Responses,

    /// <summary>Anything to do with files, and below with batches and with responses that were made before: calls that ask no model.</summary>
    Files,

    Batches,
    StoredResponses,
}

internal static class OpenAiOperations
{
    /// <summary>Whether it is a model that answers.</summary>
    public static bool AsksModel(this OpenAiOperation operation) => operation < OpenAiOperation.Files;

    /// <summary>Whether its prompt is a list of messages, or may be.</summary>
    public static bool TakesMessages(this OpenAiOperation operation) => operation is OpenAiOperation.ChatCompletions or OpenAiOperation.Responses;
}
