namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>
/// What an item's <c>encrypted_content</c> holds. Clients give it back unread, so proofs of other makers travel in it as well:
/// <c>aigw.MAKER.VALUE</c>, <c>aigw.MAKER-redacted.VALUE</c> for thoughts their maker withheld, and <c>aigw.MAKER-tool.CALL.VALUE</c>
/// for the proof behind a call, which has no place on the call itself.
/// </summary>
/// <param name="Signature">Null where nothing is sealed.</param>
/// <param name="Withheld">Whether another maker withheld the thoughts.</param>
/// <param name="CallId">The call it is the proof of; null for thoughts.</param>
internal readonly record struct SealedThought(ThoughtSignature? Signature, bool Withheld = false, string? CallId = null)
{
    private const string Mark = "aigw.";
    private const string RedactedMark = "-redacted";
    private const string ToolMark = "-tool";

    /// <summary>OpenAI's thoughts are withheld whenever there is no summary of them.</summary>
    public bool IsRedacted(string text) => Signature?.Maker == Dialect.OpenAiResponses ? text.Length == 0 : Withheld;

    public static SealedThought Read(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return default;
        var own = new SealedThought(new(Dialect.OpenAiResponses, value));
        if (!value.StartsWith(Mark, StringComparison.Ordinal))
            return own;
        var dot = value.IndexOf('.', Mark.Length);
        if (dot < 0)
            return own;
        var name = value.AsSpan(Mark.Length, dot - Mark.Length);
        var rest = value[(dot + 1)..];
        if (Take(ref name, ToolMark))
        {
            var end = rest.IndexOf('.', StringComparison.Ordinal);
            return end > 0 && MakerOf(name) is { } prover ? new(new(prover, rest[(end + 1)..]), CallId: Unescape(rest[..end])) : own;
        }
        var withheld = Take(ref name, RedactedMark);
        return MakerOf(name) is { } maker ? new(new(maker, rest), withheld) : own;
    }

    public static string Write(ThoughtSignature signature, bool isRedacted)
    {
        // A value of OpenAI's own is written as it is, unless it looks like one of ours: then a gateway behind this one made it.
        if (signature.Maker == Dialect.OpenAiResponses && !signature.Value.StartsWith(Mark, StringComparison.Ordinal))
            return signature.Value;
        var redacted = isRedacted && signature.Maker != Dialect.OpenAiResponses ? RedactedMark : "";
        return $"{Mark}{NameOf(signature.Maker)}{redacted}.{signature.Value}";
    }

    public static string WriteProof(ThoughtSignature signature, string callId) => $"{Mark}{NameOf(signature.Maker)}{ToolMark}.{Escape(callId)}.{signature.Value}";

    private static bool Take(ref ReadOnlySpan<char> name, string mark)
    {
        if (!name.EndsWith(mark, StringComparison.Ordinal))
            return false;
        name = name[..^mark.Length];
        return true;
    }

    private static string NameOf(Dialect maker) => maker switch
    {
        Dialect.OpenAiChat => "chat",
        Dialect.OpenAiResponses => "responses",
        Dialect.Anthropic => "anthropic",
        Dialect.Gemini => "gemini",
        Dialect.Bedrock => "bedrock",
        _ => throw new ArgumentOutOfRangeException(nameof(maker)),
    };

    private static Dialect? MakerOf(ReadOnlySpan<char> name) => name switch
    {
        "chat" => Dialect.OpenAiChat,
        "responses" => Dialect.OpenAiResponses,
        "anthropic" => Dialect.Anthropic,
        "gemini" => Dialect.Gemini,
        "bedrock" => Dialect.Bedrock,
        _ => null,
    };

    private static string Escape(string id) => id.Replace("%", "%25", StringComparison.Ordinal).Replace(".", "%2E", StringComparison.Ordinal);

    private static string Unescape(string id) => id.Replace("%2E", ".", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
}
