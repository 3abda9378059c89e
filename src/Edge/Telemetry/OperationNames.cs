using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Telemetry;

/// <summary>What an operation is called in records and in telemetry.</summary>
internal static class OperationNames
{
    /// <summary>As in usage records: the path with dots.</summary>
    public static string Of(OpenAiOperation operation) => operation switch
    {
        OpenAiOperation.ChatCompletions => "chat.completions",
        OpenAiOperation.Completions => "completions",
        OpenAiOperation.Responses => "responses",
        OpenAiOperation.Files => "files",
        OpenAiOperation.Batches => "batches",
        OpenAiOperation.StoredResponses => "responses.stored",
        _ => "embeddings",
    };

    /// <summary>As in the semantic conventions' <c>gen_ai.operation.name</c>.</summary>
    public static string GenAi(OpenAiOperation operation) => operation switch
    {
        OpenAiOperation.ChatCompletions or OpenAiOperation.Responses => "chat",
        OpenAiOperation.Completions => "text_completion",
        OpenAiOperation.Files => "files",
        OpenAiOperation.Batches => "batches",
        OpenAiOperation.StoredResponses => "responses",
        _ => "embeddings",
    };
}
