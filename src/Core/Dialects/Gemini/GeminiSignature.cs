using System.Text;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>
/// <c>thoughtSignature</c>, which is bytes. A signature made in another dialect goes to the client within one that says whose it
/// is, so that it finds its way back.
/// </summary>
internal static class GeminiSignature
{
    private const string Mark = "aigw.";

    /// <summary>What the base64 of anything that begins with <see cref="Mark"/> begins with.</summary>
    private const string MarkBase64 = "YWlndy";

    public static ThoughtSignature Read(string text)
    {
        var value = Base64Text.Standard(text);
        return Unwrap(value) ?? new ThoughtSignature(Dialect.Gemini, value);
    }

    public static string Write(ThoughtSignature signature) => Write(signature.Maker, signature.Value);

    public static string Write(Dialect maker, string value) =>
        maker == Dialect.Gemini ? value : Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Mark}{NameOf(maker)}.{value}"));

    private static ThoughtSignature? Unwrap(string value)
    {
        if (!value.StartsWith(MarkBase64, StringComparison.Ordinal))
            return null;
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var end = text.StartsWith(Mark, StringComparison.Ordinal) ? text.IndexOf('.', Mark.Length) : -1;
        return end > 0 && MakerOf(text[Mark.Length..end]) is { } maker ? new ThoughtSignature(maker, text[(end + 1)..]) : null;
    }

    // Clients keep these for as long as their conversations: the names must not change with the code's.
    private static string NameOf(Dialect maker) => maker switch
    {
        Dialect.OpenAiChat => "openai-chat",
        Dialect.OpenAiResponses => "openai-responses",
        Dialect.Anthropic => "anthropic",
        Dialect.Bedrock => "bedrock",
        _ => "gemini",
    };

    private static Dialect? MakerOf(string name) => name switch
    {
        "openai-chat" => Dialect.OpenAiChat,
        "openai-responses" => Dialect.OpenAiResponses,
        "anthropic" => Dialect.Anthropic,
        "bedrock" => Dialect.Bedrock,
        _ => null,
    };
}
