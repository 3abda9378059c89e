using System.Runtime.CompilerServices;
using AiGateway.Grains.Catalog;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiGateway.Grains.Feed;

/// <inheritdoc cref="IFeedGrain"/>
[HashBasedPlacement, KeepAlive]
internal sealed partial class FeedGrain(TimeProvider time, ILogger<FeedGrain> logger) : Grain, IFeedGrain
{
    private FeedLog _log = new(0);
    private TaskCompletionSource _changed = NewSignal();

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _log = new FeedLog(NowMs);
        var catalog = await GrainFactory.GetGrain<ICatalogGrain>(ICatalogGrain.Key).KeyIds();
        _log.PutCatalog(catalog.Version);
        var statuses = await Task.WhenAll(catalog.Ids.Select(id => GrainFactory.GetGrain<IApiKeyGrain>(id).Status().AsTask()));
        var endpoints = await Task.WhenAll(catalog.Providers.Select(id => GrainFactory.GetGrain<IEndpointGrain>(id).Status().AsTask()));
        foreach (var status in statuses.Cast<IFeedEntry>().Concat(endpoints))
            _log.Put(status, NowMs);
        LogActivated(logger, statuses.Length, catalog.Version);
    }

    public async IAsyncEnumerable<FeedBatch> Watch(FeedPosition after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = _changed.Task;
            if (_log.Since(after, NowMs) is { } batch)
            {
                after = batch.Position;
                yield return batch;
            }
            else
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    public ValueTask<FeedBatch?> Since(FeedPosition after) => ValueTask.FromResult(_log.Since(after, NowMs));

    public ValueTask Publish(KeyStatus status) => Publish((IFeedEntry)status);

    public ValueTask PublishEndpoint(EndpointStatus status) => Publish(status);

    public async ValueTask PublishCatalog(long version)
    {
        if (!_log.PutCatalog(version))
            return;
        Signal();
        var catalog = await GrainFactory.GetGrain<ICatalogGrain>(ICatalogGrain.Key).KeyIds();
        _log.Retain(catalog.Ids.ToHashSet(StringComparer.Ordinal), catalog.Providers.ToHashSet(StringComparer.Ordinal));
    }

    private ValueTask Publish(IFeedEntry entry)
    {
        if (_log.Put(entry, NowMs))
            Signal();
        return ValueTask.CompletedTask;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Feed active with {Keys} key(s), catalog version {Version}")]
    private static partial void LogActivated(ILogger logger, int keys, long version);
}
