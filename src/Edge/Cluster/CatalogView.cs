using AiGateway.Edge.Catalog;
using AiGateway.Grains.Catalog;

namespace AiGateway.Edge.Cluster;

/// <summary>The catalog in force at this edge. Calls take the table once and keep it, so a change never disturbs one under way.</summary>
internal sealed class CatalogView
{
    private readonly TaskCompletionSource<RoutingTable> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Current? _current;

    /// <summary>Null until the first catalog has arrived.</summary>
    public RoutingTable? Table => _current?.Table;

    public CatalogSnapshot? Snapshot => _current?.Snapshot;

    public long Version => _current?.Snapshot.Version ?? -1;

    /// <summary>Ends with the table of the first catalog, as soon as that has arrived.</summary>
    public Task<RoutingTable> First => _first.Task;

    /// <summary>Raised after a new catalog is in force.</summary>
    public event Action<RoutingTable>? Changed;

    public void Replace(CatalogSnapshot snapshot, RoutingTable table)
    {
        _current = new Current(snapshot, table);
        _first.TrySetResult(table);
        Changed?.Invoke(table);
    }

    private sealed record Current(CatalogSnapshot Snapshot, RoutingTable Table);
}
