namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>OpenAI's names for the types of sounds.</summary>
internal static class SoundFormats
{
    public static string ToMediaType(string format) => format switch
    {
        "mp3" => "audio/mpeg",
        "pcm16" => "audio/pcm",
        _ => "audio/" + format,
    };

    /// <summary>Null for what OpenAI does not take.</summary>
    public static string? OfMediaType(string mediaType) => mediaType switch
    {
        "audio/wav" or "audio/x-wav" or "audio/wave" or "audio/vnd.wave" => "wav",
        "audio/mpeg" or "audio/mp3" => "mp3",
        _ => null,
    };
}
