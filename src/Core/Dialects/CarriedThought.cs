namespace AiGateway.Core.Dialects;

/// <summary>
/// Proofs of thoughts made in one dialect as they travel in another's own field for them, so that its clients send them back without
/// knowing: <c>aigw.MAKER.VALUE</c>, <c>aigw.MAKER-redacted.VALUE</c> for thoughts their maker withheld, and
/// <c>aigw.MAKER-tool.CALL.VALUE</c> for the proof behind a call, where a call has no place for one.
/// </summary>
/// <param name="Signature">The proof.</param>
/// <param name="Withheld">Whether its maker withheld the thoughts.</param>
/// <param name="CallId">The call it is the proof of; null for thoughts.</param>
internal readonly record struct CarriedThought(ThoughtSignature Signature, bool Withheld = false, string? CallId = null)
{
    private const string Mark = "aigw.";
    private const string OfTool = "-tool";
    private const string Redacted = "-redacted";

    /// <summary>Whether a value begins as these do; a maker's own never does, unless a gateway behind this one made it.</summary>
    public static bool Is(string value) => value.StartsWith(Mark, StringComparison.Ordinal);

    public static string Write(Dialect maker, string value, bool withheld = false) => $"{Mark}{NameOf(maker)}{(withheld ? Redacted : "")}.{value}";

    public static string WriteProof(Dialect maker, string callId, string value) => $"{Mark}{NameOf(maker)}{OfTool}.{Escape(callId)}.{value}";

    /// <summary>Null for anything else.</summary>
    public static CarriedThought? Read(string text)
    {
        if (!Is(text) || text.IndexOf('.', Mark.Length) is not (> 0 and var dot))
            return null;
        var (name, rest) = (text[Mark.Length..dot], text[(dot + 1)..]);
        if (name.EndsWith(OfTool, StringComparison.Ordinal))
        {
            return rest.IndexOf('.', StringComparison.Ordinal) is > 0 and var end && MakerOf(name[..^OfTool.Length]) is { } prover
                ? new(new(prover, rest[(end + 1)..]), CallId: Unescape(rest[..end]))
                : null;
        }
        var withheld = name.EndsWith(Redacted, StringComparison.Ordinal);
        return MakerOf(withheld ? name[..^Redacted.Length] : name) is { } maker ? new(new(maker, rest), withheld) : null;
    }

    // Clients keep these for as long as their conversations: the names must not change with the code's.
    private static string NameOf(Dialect maker) => maker switch
    {
        Dialect.OpenAiChat => "openai-chat",
        Dialect.OpenAiResponses => "openai-responses",
        Dialect.Anthropic => "anthropic",
        Dialect.Gemini => "gemini",
        Dialect.Bedrock => "bedrock",
        _ => throw new ArgumentOutOfRangeException(nameof(maker)),
    };

    private static Dialect? MakerOf(string name) => name switch
    {
        "openai-chat" => Dialect.OpenAiChat,
        "openai-responses" => Dialect.OpenAiResponses,
        "anthropic" => Dialect.Anthropic,
        "gemini" => Dialect.Gemini,
        "bedrock" => Dialect.Bedrock,
        _ => null,
    };

    // The id ends at the first point, and may hold some itself.
    private static string Escape(string id) => id.Replace("%", "%25", StringComparison.Ordinal).Replace(".", "%2E", StringComparison.Ordinal);

    private static string Unescape(string id) => id.Replace("%2E", ".", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
}
