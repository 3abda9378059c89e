using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Security;
using AiGateway.Grains.Catalog;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>Changes what the management API has made: read, edit, validate as a whole, replace if nobody else was first.</summary>
internal sealed class CatalogEditor(IGrainFactory grains, CatalogView view, SecretBox box, ConsumerKeyDigest digest, TimeProvider time) : IDisposable
{
    private const int MaxTries = 5;
    private static readonly TimeSpan LocalEffect = TimeSpan.FromSeconds(2);

    /// <summary>Changes made here wait for each other, so that only those made at other edges can come between.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    private ICatalogGrain Grain => grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key);

    /// <summary>The newest catalog, asked of its owner.</summary>
    public async Task<(CatalogLayers Layers, long Version)> Read()
    {
        var snapshot = await Snapshot();
        return (new CatalogLayers(CatalogJson.Read(snapshot.FileJson), CatalogJson.Read(snapshot.ManagedJson)), snapshot.Version);
    }

    /// <summary>The newest catalog as its owner keeps it.</summary>
    public async Task<CatalogSnapshot> Snapshot() => await Grain.Get(-1) ?? throw new InvalidOperationException("The catalog's owner has no version.");

    /// <param name="edit">
    /// Makes the new managed layer from the layers as they are, or refuses; may run again when somebody else was first, so that what it
    /// finds is what it changes.
    /// </param>
    /// <returns>What became of it. When accepted, it is in force at this edge as well.</returns>
    public async Task<ChangeResult> Change(Func<CatalogLayers, CatalogChange> edit)
    {
        await _turn.WaitAsync();
        ChangeResult result;
        try
        {
            result = await Publish(edit);
        }
        finally
        {
            _turn.Release();
        }
        if (result.Accepted)
            await InForceHere(result.Outcome!.Version);
        return result;
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ChangeResult> Publish(Func<CatalogLayers, CatalogChange> edit)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (layers, version) = await Read();
            var change = edit(layers);
            if (change.Managed is null)
                return new ChangeResult(null, null, change.Refused);
            var stored = CatalogSealing.Seal(change.Managed, box, digest);
            var outcome = await Grain.PublishManaged(CatalogJson.Write(stored), version);
            if (!outcome.Conflict || attempt == MaxTries)
                return new ChangeResult(outcome, outcome.Accepted ? layers with { Managed = stored } : null, null);
        }
    }

    /// <summary>So that whoever made a change finds it when looking again at the same edge.</summary>
    private async Task InForceHere(long version)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChanged(RoutingTable table)
        {
            if (view.Version >= version)
                arrived.TrySetResult();
        }
        view.Changed += OnChanged;
        try
        {
            if (view.Version < version)
                await arrived.Task.WaitAsync(LocalEffect, time);
        }
        catch (TimeoutException)
        {
            // The edge has lost the feed for a moment; the change itself is stored.
        }
        finally
        {
            view.Changed -= OnChanged;
        }
    }
}
