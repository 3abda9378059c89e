namespace AiGateway.FakeProvider.Control;

/// <summary>Answer with a call of this function instead of text.</summary>
internal sealed record ToolCall
{
    public required string Name { get; init; }

    /// <summary>JSON, as text.</summary>
    public string Arguments { get; init; } = "{}";
}
