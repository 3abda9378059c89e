namespace AiGateway.Edge.Api.OpenAi;

/// <summary>The calls of the OpenAI surface.</summary>
internal enum OpenAiOperation
{
    ChatCompletions,
    Completions,
    Embeddings,

    /// <summary>Anything to do with files, and below with batches: calls that ask no model.</summary>
    Files,

    Batches,
}

internal static class OpenAiOperations
{
    /// <summary>Whether it is a model that answers.</summary>
    public static bool AsksModel(this OpenAiOperation operation) => operation < OpenAiOperation.Files;
}
