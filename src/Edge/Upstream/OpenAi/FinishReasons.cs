namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// The five reasons OpenAI knows, and what providers' own words come to. The .NET client throws on any other word.
/// </summary>
internal static class FinishReasons
{
    /// <param name="reason">The provider's word, without quotes.</param>
    /// <param name="standard">A JSON value to put in its place; empty when the word may stand.</param>
    /// <returns>False when the word says that the provider gave up, so that there is no answer.</returns>
    public static bool TryMap(ReadOnlySpan<byte> reason, out ReadOnlySpan<byte> standard)
    {
        standard = default;
        if (reason.SequenceEqual("stop"u8) || reason.SequenceEqual("length"u8) || reason.SequenceEqual("tool_calls"u8)
            || reason.SequenceEqual("content_filter"u8) || reason.SequenceEqual("function_call"u8))
            return true;

        if (Is(reason, "insufficient_system_resource") || Is(reason, "network_error") || Is(reason, "error"))
            return false;

        standard = IsLength(reason) ? "\"length\""u8
            : Is(reason, "tool_use") || Is(reason, "tool_call") || Is(reason, "tool_calls") ? "\"tool_calls\""u8
            : IsFilter(reason) ? "\"content_filter\""u8
            : "\"stop\""u8;
        return true;
    }

    private static bool IsLength(ReadOnlySpan<byte> reason) =>
        Is(reason, "max_tokens") || Is(reason, "max_output_tokens") || Is(reason, "max_length") || Is(reason, "model_length")
        || Is(reason, "model_context_window_exceeded") || Is(reason, "length");

    private static bool IsFilter(ReadOnlySpan<byte> reason) =>
        Is(reason, "safety") || Is(reason, "sensitive") || Is(reason, "refusal") || Is(reason, "content_filter") || Is(reason, "content_filtered")
        || Is(reason, "guardrail_intervened") || Is(reason, "recitation") || Is(reason, "blocklist") || Is(reason, "prohibited_content") || Is(reason, "spii");

    private static bool Is(ReadOnlySpan<byte> reason, string word) => System.Text.Ascii.EqualsIgnoreCase(reason, word);
}
