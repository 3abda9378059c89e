namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>How far a streamed answer has come.</summary>
internal enum StreamState
{
    /// <summary>More may come.</summary>
    Open,

    /// <summary>The answer is whole and <c>[DONE]</c> is written.</summary>
    Complete,

    /// <summary>The stream ended, or stopped making sense, before the answer was whole.</summary>
    Broken,

    /// <summary>The provider reported an error in the stream.</summary>
    Error,
}
