using AiGateway.Grains.Catalog;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Grayscale;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiGateway.Grains.Feed;

/// <inheritdoc cref="IFeedGrain"/>
[HashBasedPlacement, KeepAlive]
internal sealed partial class FeedGrain(TimeProvider time, ILogger<FeedGrain> logger) : Grain, IFeedGrain
{
    /// <summary>Edges ask each second; one that has not for so long is gone.</summary>
    private const long ListenMs = 10_000;

    private readonly Dictionary<IFeedObserver, long> _ears = [];
    private FeedLog _log = new(0);
    private FeedPosition _told = FeedPosition.Start;
    private bool _telling;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _log = new FeedLog(NowMs);
        var catalog = await GrainFactory.GetGrain<ICatalogGrain>(ICatalogGrain.Key).KeyIds();
        _log.PutCatalog(catalog.Version);
        var statuses = await Task.WhenAll(catalog.Ids.Select(id => GrainFactory.GetGrain<IApiKeyGrain>(id).Status().AsTask()));
        var endpoints = await Task.WhenAll(catalog.Providers.Select(id => GrainFactory.GetGrain<IEndpointGrain>(id).Status().AsTask()));
        var ramps = await Task.WhenAll(catalog.Ramps.Select(id => GrainFactory.GetGrain<IRampGrain>(id).Status().AsTask()));
        foreach (var status in statuses.Cast<IFeedEntry>().Concat(endpoints).Concat(ramps))
            _log.Put(status, NowMs);
        _told = _log.Position;
        LogActivated(logger, statuses.Length, catalog.Version);
    }

    public ValueTask<FeedBatch?> Listen(FeedPosition after, IFeedObserver ear)
    {
        _ears[ear] = NowMs;
        return Since(after);
    }

    public ValueTask<FeedBatch?> Since(FeedPosition after) => ValueTask.FromResult(_log.Since(after, NowMs));

    public ValueTask Publish(KeyStatus status) => Publish((IFeedEntry)status);

    public ValueTask PublishEndpoint(EndpointStatus status) => Publish(status);

    public async ValueTask<RampStatus> PublishRamp(RampStatus status)
    {
        await Publish(status);
        return _log.Ramp(status.ModelId) ?? status;
    }

    public async ValueTask PublishCatalog(long version)
    {
        if (!_log.PutCatalog(version))
            return;
        Tell();
        var catalog = await GrainFactory.GetGrain<ICatalogGrain>(ICatalogGrain.Key).KeyIds();
        _log.Retain(catalog);
    }

    private ValueTask Publish(IFeedEntry entry)
    {
        if (_log.Put(entry, NowMs))
            Tell();
        return ValueTask.CompletedTask;
    }

    private void Tell()
    {
        if (_telling)
            return;
        _telling = true;
        TellAll().Ignore();
    }

    private async Task TellAll()
    {
        // One turn later, so that what changes together leaves together.
        await Task.Yield();
        _telling = false;
        if (_log.Since(_told, NowMs) is not { } batch)
            return;
        _told = batch.Position;
        foreach (var (ear, heardMs) in _ears.ToArray())
        {
            if (NowMs - heardMs > ListenMs)
                _ears.Remove(ear);
            else
                ear.Changed(batch).Ignore();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Feed active with {Keys} key(s), catalog version {Version}")]
    private static partial void LogActivated(ILogger logger, int keys, long version);
}
