namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>The words of <c>stop_reason</c>.</summary>
internal static class StopReasons
{
    public const string ToolUse = "tool_use";
    public const string Refusal = "refusal";

    /// <summary>What is new or not said ended well as far as anyone can tell.</summary>
    public static FinishReason Read(string? reason) => reason switch
    {
        ToolUse => FinishReason.ToolCalls,
        "max_tokens" or "model_context_window_exceeded" => FinishReason.Length,
        Refusal => FinishReason.ContentFilter,
        _ => FinishReason.Stop,
    };

    /// <param name="hasCalls">Clients run tools at <c>tool_use</c> only, and some providers say that they stopped though they call.</param>
    public static string Write(FinishReason reason, string? stopSequence, bool hasRefusal, bool hasCalls) => reason switch
    {
        FinishReason.ContentFilter => Refusal,
        _ when hasRefusal => Refusal,
        FinishReason.Length => "max_tokens",
        FinishReason.ToolCalls => ToolUse,
        _ when hasCalls => ToolUse,
        _ => stopSequence is null ? "end_turn" : "stop_sequence",
    };
}
