namespace AiGateway.Edge.Api.OpenAi;

/// <summary>What a path says of a call whose dialect keeps it there and not in the body. The default says nothing.</summary>
/// <param name="Model">The model asked for; null where the body names it.</param>
/// <param name="Stream">Whether the answer is to be streamed; false leaves it to the body.</param>
internal readonly record struct PathModel(string? Model, bool Stream = false)
{
    /// <summary>Whether the stream is to be one JSON list, written element by element, in place of events.</summary>
    public bool AsList { get; init; }
}
