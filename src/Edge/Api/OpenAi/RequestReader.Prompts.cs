namespace AiGateway.Edge.Api.OpenAi;

/// <summary>Where each operation's prompt stands.</summary>
internal ref partial struct RequestReader
{
    private readonly bool MayBeString => _scan.Operation is Operation.Completions or Operation.Embeddings || _scan.Operation.IsOfResponses();

    private readonly ReadOnlySpan<byte> PromptName => _scan.Operation switch
    {
        Operation.ChatCompletions or Operation.Messages or Operation.CountTokens => "messages"u8,
        Operation.GenerateContent or Operation.CountContents => "contents"u8,
        Operation.Completions or Operation.Images or Operation.ImageEdits => "prompt"u8,
        Operation.Rerank => "query"u8,
        _ => "input"u8,
    };

    private readonly string PromptParam => _scan.Operation switch
    {
        Operation.ChatCompletions or Operation.Messages or Operation.CountTokens => "messages",
        Operation.GenerateContent or Operation.CountContents => "contents",
        Operation.EmbedContent => "content",
        Operation.BatchEmbedContents => "requests",
        Operation.Completions or Operation.Images or Operation.ImageEdits => "prompt",
        Operation.Rerank => "query",
        _ => "input",
    };
}
