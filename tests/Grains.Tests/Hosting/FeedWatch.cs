using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Keys;

namespace AiGateway.Grains.Tests.Hosting;

/// <summary>A watcher of the feed that keeps what it has seen.</summary>
internal sealed class FeedWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Lock _gate = new();
    private readonly List<FeedBatch> _batches = [];
    private readonly Task _reading;

    private FeedWatch(IGrainFactory grains) => _reading = Read(grains);

    /// <summary>Begins to watch, and waits for the snapshot that a new watcher gets.</summary>
    public static async Task<FeedWatch> Start(IGrainFactory grains)
    {
        var watch = new FeedWatch(grains);
        await Eventually.Holds(() => watch.Batches.Count > 0);
        return watch;
    }

    public IReadOnlyList<FeedBatch> Batches
    {
        get
        {
            lock (_gate)
                return [.. _batches];
        }
    }

    /// <summary>The states a key went through, as far as they were pushed.</summary>
    public IEnumerable<KeyStatus> Of(string keyId) => Batches.SelectMany(batch => batch.Keys).Where(status => status.KeyId == keyId);

    /// <summary>The states an endpoint went through, as far as they were pushed.</summary>
    public IEnumerable<EndpointStatus> OfEndpoint(string id) => Batches.SelectMany(batch => batch.Endpoints).Where(status => status.EndpointId == id);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task Read(IGrainFactory grains)
    {
        try
        {
            await foreach (var batch in grains.GetGrain<IFeedGrain>(IFeedGrain.Key).Watch(FeedPosition.Start, _stop.Token))
            {
                lock (_gate)
                    _batches.Add(batch);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }
}
