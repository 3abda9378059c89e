namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>One message of Amazon's event stream. Its spans live until the framing is next asked for memory or for a message.</summary>
public readonly ref struct EventStreamMessage
{
    /// <summary>The type of the event or of the exception, or the code of the error; empty without one.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>
    /// Mostly a JSON document. Errors come as headers alone; theirs is <c>{"error":{"type","message"}}</c> made of them.
    /// </summary>
    public ReadOnlySpan<byte> Payload { get; init; }
}

/// <summary>What a stream of messages has to give next.</summary>
public enum EventStreamStatus
{
    /// <summary>No whole message is buffered.</summary>
    NeedMore,

    /// <summary>A message is ready.</summary>
    Message,

    /// <summary>The stream ended behind a whole message, and all were given.</summary>
    End,

    /// <summary>The stream ended within a message, or a checksum or a length is wrong. Nothing further can be read.</summary>
    Broken,

    /// <summary>A message is larger than allowed. Nothing further can be read.</summary>
    TooLarge,
}
