namespace AiGateway.Core.Dialects.Embeddings;

/// <summary>Texts to be turned into vectors, whatever the dialect. Members are null or empty where the caller said nothing.</summary>
public sealed record EmbeddingRequest
{
    public required string Model { get; init; }

    /// <summary>At least one.</summary>
    public IReadOnlyList<EmbeddingInput> Inputs { get; init; } = [];

    /// <summary>Numbers in each vector, 1 or more; null leaves it to the model.</summary>
    public int? Dimensions { get; init; }

    /// <summary>How the caller wants the vectors written.</summary>
    public EmbeddingEncoding Encoding { get; init; }

    /// <summary>An id for the end user, which providers use against abuse.</summary>
    public string? User { get; init; }

    /// <inheritdoc cref="ChatRequest.Unknown"/>
    public IReadOnlyList<UnknownField> Unknown { get; init; } = [];
}

/// <summary>How vectors are written.</summary>
public enum EmbeddingEncoding
{
    /// <summary>Numbers.</summary>
    Float,

    /// <summary>Base64 of 32-bit floats, the lowest byte first.</summary>
    Base64,
}
