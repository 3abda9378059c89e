namespace AiGateway.FakeProvider.Log;

/// <summary>How a call ended.</summary>
internal enum Ending
{
    /// <summary>The whole answer, good or bad, was handed over.</summary>
    Completed,

    /// <summary>The peer went away first; the number of events tells when.</summary>
    AbortedByPeer,

    /// <summary>A rule had the connection broken from this side.</summary>
    BrokenByRule,
}
