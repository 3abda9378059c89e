namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Why a response ended: its status, and why it is incomplete if it is.</summary>
internal static class FinishReasons
{
    public const string Completed = "completed";
    public const string Incomplete = "incomplete";

    public static FinishReason Read(string? status, string? incompleteReason, bool hasCalls) => status == Incomplete
        ? incompleteReason == "content_filter" ? FinishReason.ContentFilter : FinishReason.Length
        : hasCalls ? FinishReason.ToolCalls : FinishReason.Stop;

    /// <returns>The status, of the response and of what it broke off in.</returns>
    public static string Status(FinishReason finish) => IncompleteReason(finish) is null ? Completed : Incomplete;

    /// <summary>Null for a response that is complete.</summary>
    public static string? IncompleteReason(FinishReason finish) => finish switch
    {
        FinishReason.Length => "max_output_tokens",
        FinishReason.ContentFilter => "content_filter",
        _ => null,
    };
}
