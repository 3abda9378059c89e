namespace AiGateway.Core.Dialects;

/// <summary>What is to be known of a target for writing its request.</summary>
/// <param name="Model">The provider's name for the model.</param>
/// <param name="OutputCap">Output tokens at most for each answer, 1 or more, which replaces a larger or absent cap of the caller's; null leaves the caller's.</param>
public readonly record struct TargetTraits(string Model, int? OutputCap = null)
{
    /// <summary>Whether a target that speaks OpenAI's chat takes <c>top_k</c>, which OpenAI itself refuses.</summary>
    public bool TakesTopK { get; init; }

    /// <summary>
    /// Whether a target that speaks OpenAI's chat takes the thoughts of earlier turns and their proofs, which OpenAI has no word for:
    /// <c>reasoning_content</c>, <c>reasoning_details</c>, <c>extra_content</c>.
    /// </summary>
    public bool TakesReasoning { get; init; }

    /// <summary>
    /// The only name that a target which speaks OpenAI's chat has for the cap on output: <c>max_tokens</c> or
    /// <c>max_completion_tokens</c>; null when it goes by the model.
    /// </summary>
    public string? CapMember { get; init; }

    /// <summary>What <paramref name="asked"/> comes to; null for no cap.</summary>
    public int? Cap(int? asked) => OutputCap is { } cap ? Math.Min(cap, asked ?? cap) : asked;
}

/// <summary>What is to be known of a call for writing its answer.</summary>
/// <param name="Id">For answers of providers that name none; unique.</param>
/// <param name="Model">The name the client asked for.</param>
/// <param name="Created">Unix time in seconds, for answers that do not say.</param>
/// <param name="PromptTokens">An estimate, for dialects that state it at the start of a stream.</param>
/// <param name="StreamUsage">Whether the client wants usage in the stream, where its dialect leaves the choice.</param>
/// <param name="Request">What was asked, for dialects whose answers repeat it; null where nobody kept it.</param>
public readonly record struct AnswerTraits(string Id, string Model, long Created, long PromptTokens = 0, bool StreamUsage = true, ChatRequest? Request = null)
{
    /// <summary>What the gateway does for a response; null where nothing is done beyond what the request says.</summary>
    public ResponseKeeping? Keeping { get; init; }
}
