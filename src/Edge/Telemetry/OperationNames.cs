using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Telemetry;

/// <summary>What an operation is called in records and in telemetry.</summary>
internal static class OperationNames
{
    /// <summary>As in usage records: the path with dots.</summary>
    public static string Of(Operation operation) => operation switch
    {
        Operation.ChatCompletions => "chat.completions",
        Operation.Completions => "completions",
        Operation.Responses => "responses",
        Operation.Compaction => "responses.compact",
        Operation.Messages => "messages",
        Operation.GenerateContent => "generate_content",
        Operation.Realtime => "realtime",
        Operation.CountTokens or Operation.CountContents or Operation.CountResponse => "count_tokens",
        Operation.Images => "images.generations",
        Operation.ImageEdits => "images.edits",
        Operation.ImageVariations => "images.variations",
        Operation.Transcriptions => "audio.transcriptions",
        Operation.Translations => "audio.translations",
        Operation.Speech => "audio.speech",
        Operation.Moderations => "moderations",
        Operation.Rerank => "rerank",
        Operation.Files => "files",
        Operation.Batches => "batches",
        Operation.StoredResponses => "responses.stored",
        Operation.Objects => "objects",
        _ => "embeddings",
    };

    /// <summary>As in the semantic conventions' <c>gen_ai.operation.name</c>.</summary>
    public static string GenAi(Operation operation) => operation switch
    {
        Operation.ChatCompletions or Operation.Responses or Operation.Messages or Operation.Realtime => "chat",
        Operation.Compaction => "compaction",
        Operation.GenerateContent => "generate_content",
        Operation.Completions => "text_completion",
        Operation.Images or Operation.ImageEdits or Operation.ImageVariations => "images",
        Operation.Transcriptions or Operation.Translations => "transcription",
        Operation.Speech => "speech",
        Operation.Moderations => "moderation",
        Operation.Rerank => "rerank",
        Operation.Files => "files",
        Operation.Batches => "batches",
        Operation.StoredResponses => "responses",
        Operation.Objects => "objects",
        Operation.CountTokens or Operation.CountContents or Operation.CountResponse => "count_tokens",
        _ => "embeddings",
    };
}
