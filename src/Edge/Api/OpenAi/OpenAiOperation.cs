namespace AiGateway.Edge.Api.OpenAi;

/// <summary>The calls of the OpenAI surface whose bodies the gateway reads.</summary>
internal enum OpenAiOperation
{
    ChatCompletions,
    Completions,
    Embeddings,
}
