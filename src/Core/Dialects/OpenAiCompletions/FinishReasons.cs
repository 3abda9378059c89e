namespace AiGateway.Core.Dialects.OpenAiCompletions;

internal static class FinishReasons
{
    /// <summary>There are no tools, so that nobody waits for any.</summary>
    public static ReadOnlySpan<byte> Write(FinishReason reason) => reason switch
    {
        FinishReason.Length => "length"u8,
        FinishReason.ContentFilter => "content_filter"u8,
        _ => "stop"u8,
    };
}
