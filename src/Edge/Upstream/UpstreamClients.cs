using System.Collections.Concurrent;
using System.Net;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Upstream;

/// <summary>
/// One connection pool per provider, whose keys differ in a header only; one more for each other time that models of it give a
/// connection, since that is a pool's own.
/// </summary>
internal sealed class UpstreamClients(GatewaySettings settings) : IDisposable
{
    private readonly ConcurrentDictionary<(string Provider, int ConnectMs), SocketsHttpHandler> _connections = new();

    /// <summary>The provider's connections, as a client that leaves them open when it is disposed of.</summary>
    public HttpMessageInvoker For(string providerId) => new(Connections(providerId, null), disposeHandler: false);

    public AttemptInvoker For(string providerId, int? connectMs, HttpContent body) => new(Connections(providerId, connectMs), body);

    public void Dispose()
    {
        foreach (var connections in _connections.Values)
            connections.Dispose();
    }

    private SocketsHttpHandler Connections(string providerId, int? connectMs) =>
        _connections.GetOrAdd((providerId, connectMs ?? settings.ConnectMs), static of => New(of.ConnectMs));

    private static SocketsHttpHandler New(int connectMs) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromMilliseconds(connectMs),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Below the idle time of common load balancers, so that a call rarely meets a connection that was just closed.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55),
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        // Neither the caller's trace nor its state is for a provider.
        ActivityHeadersPropagator = null,
    };
}
