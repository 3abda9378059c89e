namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>What providers' words for the end of an answer come to.</summary>
internal static class FinishReasons
{
    /// <summary>True for words which say that the provider gave up, so that there is no answer.</summary>
    public static bool IsFailure(string reason) => reason.ToUpperInvariant() is "INSUFFICIENT_SYSTEM_RESOURCE" or "NETWORK_ERROR" or "ERROR";

    /// <param name="called">Whether the answer holds calls of tools: some providers say <c>stop</c> after them, or speak of calls there are none of.</param>
    public static FinishReason Read(string? reason, bool called) => reason?.ToUpperInvariant() switch
    {
        "LENGTH" or "MAX_TOKENS" or "MAX_OUTPUT_TOKENS" or "MAX_LENGTH" or "MODEL_LENGTH" or "MODEL_CONTEXT_WINDOW_EXCEEDED" => FinishReason.Length,
        "CONTENT_FILTER" or "CONTENT_FILTERED" or "SAFETY" or "SENSITIVE" or "REFUSAL" or "GUARDRAIL_INTERVENED" or "RECITATION" or "BLOCKLIST"
            or "PROHIBITED_CONTENT" or "SPII" => FinishReason.ContentFilter,
        _ => called ? FinishReason.ToolCalls : FinishReason.Stop,
    };

    /// <param name="legacy">True for callers who know functions only, not tools.</param>
    public static ReadOnlySpan<byte> Write(FinishReason reason, bool legacy) => reason switch
    {
        FinishReason.Length => "length"u8,
        FinishReason.ToolCalls => legacy ? "function_call"u8 : "tool_calls"u8,
        FinishReason.ContentFilter => "content_filter"u8,
        _ => "stop"u8,
    };
}
