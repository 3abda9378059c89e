using System.Collections.Concurrent;
using System.Net;

namespace AiGateway.Edge.Upstream;

/// <summary>One connection pool per provider: its keys differ in a header only.</summary>
internal sealed class UpstreamClients : IDisposable
{
    private readonly ConcurrentDictionary<string, SocketsHttpHandler> _connections = new(StringComparer.Ordinal);

    /// <summary>The provider's connections, as a client that leaves them open when it is disposed of.</summary>
    public HttpMessageInvoker For(string providerId) => new(Connections(providerId), disposeHandler: false);

    public AttemptInvoker For(string providerId, AttemptContent body) => new(Connections(providerId), body);

    public void Dispose()
    {
        foreach (var connections in _connections.Values)
            connections.Dispose();
    }

    private SocketsHttpHandler Connections(string providerId) => _connections.GetOrAdd(providerId, static _ => new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Below the idle time of common load balancers, so that a call rarely meets a connection that was just closed.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55),
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        // Neither the caller's trace nor its state is for a provider.
        ActivityHeadersPropagator = null,
    });
}
