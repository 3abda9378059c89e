namespace AiGateway.Core.Health;

/// <summary>How an upstream call can fail without the provider having said why.</summary>
public enum TransportFault
{
    /// <summary>The caller left, or the gateway stopped the call for its own reasons.</summary>
    ClientCancelled,

    /// <summary>Name resolution, TCP or TLS did not succeed.</summary>
    ConnectFailed,

    /// <summary>The connection broke before response headers.</summary>
    Reset,

    /// <summary>No response headers in time.</summary>
    FirstByteTimeout,

    /// <summary>No first piece of content in time.</summary>
    FirstTokenTimeout,

    /// <summary>An answer that had begun went silent.</summary>
    IdleTimeout,

    /// <summary>An answer ended before its end marker, or with a finish reason by which the provider says it gave up.</summary>
    CutStream,

    /// <summary>The answer could not be understood.</summary>
    MalformedAnswer,
}
