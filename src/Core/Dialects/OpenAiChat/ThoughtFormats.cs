namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>The <c>format</c> of <c>reasoning_details</c>, which names who made them.</summary>
internal static class ThoughtFormats
{
    /// <summary>Anything of unknown make is taken for the work of the provider that spoke this dialect.</summary>
    public static Dialect Maker(string? format) => format switch
    {
        "anthropic-claude-v1" => Dialect.Anthropic,
        "google-gemini-v1" => Dialect.Gemini,
        "openai-responses-v1" or "azure-openai-responses-v1" => Dialect.OpenAiResponses,
        "amazon-bedrock-v1" => Dialect.Bedrock,
        _ => Dialect.OpenAiChat,
    };

    public static ReadOnlySpan<byte> Of(Dialect maker) => maker switch
    {
        Dialect.Anthropic => "anthropic-claude-v1"u8,
        Dialect.Gemini => "google-gemini-v1"u8,
        Dialect.OpenAiResponses => "openai-responses-v1"u8,
        Dialect.Bedrock => "amazon-bedrock-v1"u8,
        _ => "unknown"u8,
    };
}
