namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>What a stream of events has to give next.</summary>
internal enum SseStatus
{
    /// <summary>No whole event is buffered.</summary>
    NeedMore,

    /// <summary>An event is ready.</summary>
    Event,

    /// <summary>The stream ended and everything in it was given.</summary>
    End,

    /// <summary>An event is larger than allowed. Nothing further can be read.</summary>
    TooLarge,

    /// <summary>The stream makes no sense, or ended within an event. Nothing further can be read.</summary>
    Broken,
}
