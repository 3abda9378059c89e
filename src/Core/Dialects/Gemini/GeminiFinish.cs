namespace AiGateway.Core.Dialects.Gemini;

/// <summary>Google's reasons for an answer's end.</summary>
internal static class GeminiFinish
{
    /// <param name="calls">Whether the answer calls tools, which Google gives no reason of its own.</param>
    public static FinishReason Read(string? reason, bool calls) => reason switch
    {
        "MAX_TOKENS" or "CONTINUATION" => FinishReason.Length,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT"
            or "IMAGE_RECITATION" or "LANGUAGE" or "MODEL_ARMOR" => FinishReason.ContentFilter,
        _ => calls ? FinishReason.ToolCalls : FinishReason.Stop,
    };

    public static ReadOnlySpan<byte> NameOf(FinishReason reason) => reason switch
    {
        FinishReason.Length => "MAX_TOKENS"u8,
        FinishReason.ContentFilter => "SAFETY"u8,
        _ => "STOP"u8,
    };
}
