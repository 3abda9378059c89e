using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Security;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Feed;
using AiGateway.Hosting;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// Keeps this edge's copies of key states and catalog current: pushes bring changes as they happen, and a question each second
/// asks for more of them and finds what a lost one would have hidden.
/// </summary>
internal sealed partial class FeedReader(
    IGrainFactory grains, CatalogView catalog, KeyViews keys, RampViews ramps, SecretBox box, ControlPlaneContact contact, IHostApplicationLifetime life,
    TimeProvider time, ILogger<FeedReader> logger)
    : BackgroundService
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    /// <summary>While nobody answers no push comes either.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>An answer takes a few milliseconds.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _applying = new(1, 1);
    private volatile FeedPosition _position = FeedPosition.Start;
    private Ear? _ear;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await life.UntilStarted(stoppingToken);
        _ear = new Ear(batch => Push(batch, stoppingToken));
        IFeedObserver? reference = null;
        // What was never had cannot be lost.
        var lost = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                reference ??= grains.CreateObjectReference<IFeedObserver>(_ear);
                var (feed, ear) = (grains.GetGrain<IFeedGrain>(IFeedGrain.Key), reference);
                if (await FirstAnswer.To(() => feed.Listen(_position, ear).AsTask(), AnswerPatience, time, stoppingToken) is { } missed)
                {
                    Apply(missed);
                    await Follow(missed, stoppingToken);
                }
                else if (catalog.Table is null)
                {
                    await RefreshCatalog(stoppingToken);
                }
                contact.CaughtUp();
                lost = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!lost)
                    LogLost(logger, e.Message);
                lost = true;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // Whatever a cluster that is being left says last.
                return;
            }
            await Pause(lost ? AskAgain : AskEvery, stoppingToken);
        }
    }

    private void Push(FeedBatch batch, CancellationToken stop)
    {
        Apply(batch);
        // The next push must not wait for a catalog.
        _ = FollowPush(batch, stop);
    }

    private async Task FollowPush(FeedBatch batch, CancellationToken stop)
    {
        try
        {
            await Follow(batch, stop);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The position stands where it was, so the next question brings it again.
            LogNotFollowed(logger, e.Message);
        }
    }

    /// <summary>States first and without waiting for anything: they are what must arrive within milliseconds.</summary>
    private void Apply(FeedBatch batch)
    {
        var now = time.MonotonicMs();
        foreach (var status in batch.Keys)
            keys[status.KeyId].Apply(status, now);
        foreach (var status in batch.Endpoints)
            keys.Endpoint(status.EndpointId).Apply(status, now);
        foreach (var status in batch.Ramps)
            ramps.Apply(status);
        contact.Heard();
    }

    private async Task Follow(FeedBatch batch, CancellationToken stop)
    {
        await _applying.WaitAsync(stop);
        try
        {
            if (batch.CatalogVersion > catalog.Version || catalog.Table is null)
                await RefreshCatalogUnderLock();
            if (batch.IsSnapshot ? batch.Position.Epoch > _position.Epoch : batch.Follows(_position))
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
        ramps.Follow(table);
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
    private static partial void LogLost(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A push of the control plane could not be followed: {Reason}")]
    private static partial void LogNotFollowed(ILogger logger, string reason);

    /// <summary>Kept by the reader, since the runtime keeps only a weak hold on it.</summary>
    private sealed class Ear(Action<FeedBatch> hear) : IFeedObserver
    {
        public Task Changed(FeedBatch batch)
        {
            hear(batch);
            return Task.CompletedTask;
        }
    }
}
