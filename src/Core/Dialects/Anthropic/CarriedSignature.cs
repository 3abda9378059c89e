namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>
/// Proofs of thoughts made in other dialects, put where this one keeps its own, so that its clients send them back without knowing.
/// What a client sends back is taken apart again; its own proofs never begin like this.
/// </summary>
internal static class CarriedSignature
{
    private const string Mark = "aigw.";
    private const string OfTool = "-tool";

    private static readonly (Dialect Maker, string Name)[] Makers =
    [
        (Dialect.OpenAiChat, "openai-chat"), (Dialect.OpenAiResponses, "openai-responses"), (Dialect.Gemini, "gemini"), (Dialect.Bedrock, "bedrock"),
    ];

    /// <summary>The proof of a block of thoughts; <see cref="Dialect.Anthropic"/>'s own are left as they are.</summary>
    public static string Wrap(Dialect maker, string value) => maker == Dialect.Anthropic ? value : $"{Mark}{NameOf(maker)}.{value}";

    /// <summary>The proof of the thoughts behind a call, which a <c>tool_use</c> has no place for.</summary>
    public static string WrapTool(Dialect maker, string callId, string value) => $"{Mark}{NameOf(maker)}{OfTool}.{Escape(callId)}.{value}";

    /// <summary>Null for the empty one.</summary>
    public static ThoughtSignature? Unwrap(string? wrapped)
    {
        if (string.IsNullOrEmpty(wrapped))
            return null;
        return TryTake(wrapped, "", out var maker, out var value) ? new ThoughtSignature(maker, value) : new ThoughtSignature(Dialect.Anthropic, wrapped);
    }

    public static bool TryUnwrapTool(string wrapped, out string callId, out ThoughtSignature signature)
    {
        if (TryTake(wrapped, OfTool, out var maker, out var rest) && rest.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
        {
            callId = Unescape(rest[..dot]);
            signature = new ThoughtSignature(maker, rest[(dot + 1)..]);
            return true;
        }
        callId = "";
        signature = new ThoughtSignature(Dialect.Anthropic, wrapped);
        return false;
    }

    private static bool TryTake(string wrapped, string suffix, out Dialect maker, out string rest)
    {
        (maker, rest) = (Dialect.Anthropic, "");
        if (!wrapped.StartsWith(Mark, StringComparison.Ordinal) || wrapped.IndexOf('.', Mark.Length) is not (> 0 and var dot))
            return false;
        var name = wrapped.AsSpan(Mark.Length, dot - Mark.Length);
        foreach (var known in Makers)
            if (name.StartsWith(known.Name, StringComparison.Ordinal) && name[known.Name.Length..].SequenceEqual(suffix))
            {
                (maker, rest) = (known.Maker, wrapped[(dot + 1)..]);
                return true;
            }
        return false;
    }

    private static string NameOf(Dialect maker)
    {
        foreach (var known in Makers)
            if (known.Maker == maker)
                return known.Name;
        return "anthropic";
    }

    // The id ends at the first point, and may hold some itself.
    private static string Escape(string id) => id.Replace("%", "%25", StringComparison.Ordinal).Replace(".", "%2E", StringComparison.Ordinal);

    private static string Unescape(string id) => id.Replace("%2E", ".", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
}
