using System.Collections.Concurrent;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Realtime;

/// <summary>All sessions of this edge: each hears at once of a catalog that no longer lets it in, and of a shutdown.</summary>
internal sealed class RealtimeSessions : IHostedLifecycleService
{
    private readonly ConcurrentDictionary<RealtimeSession, bool> _sessions = new();
    private readonly CatalogView _catalog;
    private readonly GatewayMetrics _metrics;
    private volatile bool _closing;

    public RealtimeSessions(CatalogView catalog, GatewayMetrics metrics)
    {
        (_catalog, _metrics) = (catalog, metrics);
        catalog.Changed += Look;
    }

    public int Count => _sessions.Count;

    public void Add(RealtimeSession session)
    {
        _sessions[session] = true;
        _metrics.SessionBegins();
        // A catalog, or the end, may have come between the call's authentication and this moment.
        if (_catalog.Table is { } table)
            session.Look(table);
        if (_closing)
            session.End(SessionEnd.OfShutdown);
    }

    public void Remove(RealtimeSession session)
    {
        if (_sessions.TryRemove(session, out _))
            _metrics.SessionEnds();
    }

    /// <summary>
    /// Before the server stops, which would wait for connections that end by themselves only; and behind the time in which a
    /// balancer turns away, so that who connects again comes to another edge.
    /// </summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _closing = true;
        foreach (var session in _sessions.Keys)
            session.End(SessionEnd.OfShutdown);
        try
        {
            await Task.WhenAll(_sessions.Keys.Select(session => session.Over)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _catalog.Changed -= Look;
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Look(RoutingTable table)
    {
        foreach (var session in _sessions.Keys)
            session.Look(table);
    }
}
