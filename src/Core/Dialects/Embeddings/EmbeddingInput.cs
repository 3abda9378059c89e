namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>What one vector is to be made of.</summary>
public abstract record EmbeddingInput
{
    private EmbeddingInput()
    {
    }

    /// <summary>Where it stands in the caller's request, such as <c>input[2]</c>, for refusing it by name.</summary>
    public string? Path { get; init; }

    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : EmbeddingInput
    {
        /// <summary>Google's word for what the vector is for, such as <c>RETRIEVAL_QUERY</c>; null leaves it open.</summary>
        public string? TaskType { get; init; }

        /// <summary>Of the document the text is; null without one.</summary>
        public string? Title { get; init; }
    }

    /// <param name="Values">A text as the model's own tokenizer numbers it.</param>
    public sealed record Tokens(IReadOnlyList<int> Values) : EmbeddingInput;
}
