using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Security;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Feed;
using AiGateway.Hosting;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// Keeps this edge's copies of key states and catalog current: a watch brings changes as they happen, and a question
/// each second finds what a lost push would have hidden.
/// </summary>
internal sealed partial class FeedReader(
    IGrainFactory grains, CatalogView catalog, KeyViews keys, SecretBox box, ControlPlaneContact contact, IHostApplicationLifetime life,
    TimeProvider time, ILogger<FeedReader> logger)
    : BackgroundService
{
    private static readonly TimeSpan PullEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);
    private readonly SemaphoreSlim _applying = new(1, 1);
    private volatile FeedPosition _position = FeedPosition.Start;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await life.UntilStarted(stoppingToken);
        await Task.WhenAll(Watch(stoppingToken), Pull(stoppingToken));
    }

    private async Task Watch(CancellationToken stop)
    {
        // What was never had cannot be lost.
        var quiet = true;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var batch in grains.GetGrain<IFeedGrain>(IFeedGrain.Key).Watch(_position, stop))
                {
                    await Apply(batch, stop);
                    quiet = false;
                }
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                if (!quiet)
                    LogWatchLost(logger, e.Message);
                quiet = true;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                // Whatever a cluster that is being left says last.
                return;
            }
            await Pause(RetryAfter, stop);
        }
    }

    private async Task Pull(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await grains.GetGrain<IFeedGrain>(IFeedGrain.Key).Since(_position) is { } missed)
                    await Apply(missed, stop);
                else if (catalog.Table is null)
                    await RefreshCatalog(stop);
                contact.Heard();
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                LogPullFailed(logger, e.Message);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                // Whatever a cluster that is being left says last.
                return;
            }
            await Pause(PullEvery, stop);
        }
    }

    private async Task Apply(FeedBatch batch, CancellationToken stop)
    {
        var now = time.MonotonicMs();
        // Key states first and without waiting for anything: they are what must arrive within milliseconds.
        foreach (var status in batch.Keys)
            keys[status.KeyId].Apply(status, now);
        foreach (var status in batch.Endpoints)
            keys.Endpoint(status.EndpointId).Apply(status, now);
        contact.Heard();

        await _applying.WaitAsync(stop);
        try
        {
            if (batch.CatalogVersion > catalog.Version || catalog.Table is null)
                await RefreshCatalogUnderLock();
            if (batch.Position.Epoch > _position.Epoch || batch.Position.Sequence > _position.Sequence)
                _position = batch.Position;
        }
        finally
        {
            _applying.Release();
        }
    }

    private async Task RefreshCatalog(CancellationToken stop)
    {
        await _applying.WaitAsync(stop);
        try
        {
            await RefreshCatalogUnderLock();
        }
        finally
        {
            _applying.Release();
        }
    }

    private async Task RefreshCatalogUnderLock()
    {
        var snapshot = await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).Get(catalog.Version);
        // Version 0 is a cluster nobody has configured yet: there is nothing to be ready with.
        if (snapshot is null or { Version: 0 })
            return;
        var merged = new CatalogLayers(CatalogJson.Read(snapshot.FileJson), CatalogJson.Read(snapshot.ManagedJson)).Merge();
        var table = RoutingTable.Build(merged.Document, box, snapshot.Version);
        keys.Follow(table, time.MonotonicMs());
        catalog.Replace(snapshot, table);
        LogCatalog(logger, snapshot.Version);
    }

    private async Task Pause(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, time, stop);
        }
        catch (OperationCanceledException)
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Catalog version {Version} is in force at this edge")]
    private static partial void LogCatalog(ILogger logger, long version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost the control plane's feed, going on with what is known: {Reason}")]
    private static partial void LogWatchLost(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The control plane did not answer: {Reason}")]
    private static partial void LogPullFailed(ILogger logger, string reason);
}
