using System.Text.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Converse's reasons for ending an answer.</summary>
internal static class StopReasons
{
    /// <param name="hasCalls">Some models call tools and say that their turn is over.</param>
    public static FinishReason Read(string? reason, bool hasCalls) => reason switch
    {
        "tool_use" => FinishReason.ToolCalls,
        "max_tokens" or "model_context_window_exceeded" => FinishReason.Length,
        "guardrail_intervened" or "content_filtered" => FinishReason.ContentFilter,
        _ => hasCalls ? FinishReason.ToolCalls : FinishReason.Stop,
    };

    public static string Write(FinishReason finish, string? stopSequence) => finish switch
    {
        FinishReason.Length => "max_tokens",
        FinishReason.ToolCalls => "tool_use",
        FinishReason.ContentFilter => "content_filtered",
        _ => stopSequence is null ? "end_turn" : "stop_sequence",
    };

    /// <summary>The sequence that was met, where a model gave it when asked: at one place in answers, at another in streams.</summary>
    public static string? Sequence(JsonElement answer) =>
        answer.Member("additionalModelResponseFields") is { } fields ? fields.Text("stop_sequence") ?? fields.Member("delta")?.Text("stop_sequence") : null;
}
