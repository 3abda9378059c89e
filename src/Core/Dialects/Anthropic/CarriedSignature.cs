namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Proofs of thoughts where this dialect keeps its own: those are left as they are, others are <see cref="CarriedThought"/>s.</summary>
internal static class CarriedSignature
{
    public static string Wrap(Dialect maker, string value) => maker == Dialect.Anthropic ? value : CarriedThought.Write(maker, value);

    /// <summary>The proof of the thoughts behind a call, which a <c>tool_use</c> has no place for.</summary>
    public static string WrapTool(Dialect maker, string callId, string value) => CarriedThought.WriteProof(maker, callId, value);

    /// <summary>Null for the empty one.</summary>
    public static ThoughtSignature? Unwrap(string? wrapped)
    {
        if (string.IsNullOrEmpty(wrapped))
            return null;
        return CarriedThought.Read(wrapped) is { CallId: null, Signature.Maker: not Dialect.Anthropic, Withheld: false } carried ? carried.Signature : new ThoughtSignature(Dialect.Anthropic, wrapped);
    }

    public static bool TryUnwrapTool(string wrapped, out string callId, out ThoughtSignature signature)
    {
        var carried = CarriedThought.Read(wrapped);
        (callId, signature) = carried is { CallId: { } id } proof ? (id, proof.Signature) : ("", new ThoughtSignature(Dialect.Anthropic, wrapped));
        return callId.Length > 0;
    }
}
