namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>Vectors, in the order of the inputs.</summary>
public sealed record EmbeddingAnswer
{
    /// <summary>The provider's name of the model; null where it gave none.</summary>
    public string? Model { get; init; }

    public IReadOnlyList<float[]> Vectors { get; init; } = [];

    /// <summary>Null where the dialect does not say.</summary>
    public ChatUsage? Usage { get; init; }
}
