namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>What an item's <c>encrypted_content</c> holds: OpenAI's own, or a <see cref="CarriedThought"/>, since clients give it back unread.</summary>
/// <param name="Signature">Null where nothing is sealed.</param>
/// <param name="Withheld">Whether another maker withheld the thoughts.</param>
/// <param name="CallId">The call it is the proof of; null for thoughts.</param>
internal readonly record struct SealedThought(ThoughtSignature? Signature, bool Withheld = false, string? CallId = null)
{
    /// <summary>OpenAI's thoughts are withheld whenever there is no summary of them.</summary>
    public bool IsRedacted(string text) => Signature?.Maker == Dialect.OpenAiResponses ? text.Length == 0 : Withheld;

    public static SealedThought Read(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return default;
        return CarriedThought.Read(value) is { } carried
            ? new(carried.Signature, carried.Withheld, carried.CallId)
            : new(new ThoughtSignature(Dialect.OpenAiResponses, value));
    }

    public static string Write(ThoughtSignature signature, bool isRedacted)
    {
        var own = signature.Maker == Dialect.OpenAiResponses;
        // A value of OpenAI's own is written as it is, unless it looks like one of ours: then a gateway behind this one made it.
        return own && !CarriedThought.Is(signature.Value) ? signature.Value : CarriedThought.Write(signature.Maker, signature.Value, isRedacted && !own);
    }

    public static string WriteProof(ThoughtSignature signature, string callId) => CarriedThought.WriteProof(signature.Maker, callId, signature.Value);
}
