using System.Collections.Concurrent;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;

namespace AiGateway.Edge.Realtime;

/// <summary>All sessions of this edge: each hears at once of a catalog that no longer lets it in, and of a shutdown.</summary>
internal sealed class RealtimeSessions : IHostedService
{
    private readonly ConcurrentDictionary<RealtimeSession, bool> _sessions = new();
    private readonly CatalogView _catalog;

    public RealtimeSessions(CatalogView catalog)
    {
        _catalog = catalog;
        catalog.Changed += Look;
    }

    public int Count => _sessions.Count;

    public void Add(RealtimeSession session)
    {
        _sessions[session] = true;
        // A catalog may have come between the call's authentication and this moment.
        if (_catalog.Table is { } table)
            session.Look(table);
    }

    public void Remove(RealtimeSession session) => _sessions.TryRemove(session, out _);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _catalog.Changed -= Look;
        foreach (var session in _sessions.Keys)
            session.End(SessionEnd.OfShutdown);
        return Task.CompletedTask;
    }

    private void Look(RoutingTable table)
    {
        foreach (var session in _sessions.Keys)
            session.Look(table);
    }
}
