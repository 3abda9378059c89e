using AiGateway.Core.Health;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Grayscale;
using AiGateway.Grains.Keys;

namespace AiGateway.Grains.Tests.Hosting;

/// <summary>A listener to the feed that keeps what it has heard.</summary>
internal sealed class FeedWatch : IFeedObserver
{
    private readonly Lock _gate = new();
    private readonly List<FeedBatch> _batches = [];

    private readonly IFeedGrain _feed;
    private readonly IFeedObserver _ear;

    private FeedWatch(IGrainFactory grains) =>
        (_feed, _ear) = (grains.GetGrain<IFeedGrain>(IFeedGrain.Key), grains.CreateObjectReference<IFeedObserver>(this));

    /// <summary>Begins to listen, with the snapshot that a new listener gets.</summary>
    public static async Task<FeedWatch> Start(IGrainFactory grains)
    {
        var watch = new FeedWatch(grains);
        await watch.Ask();
        return watch;
    }

    /// <summary>Asks for what it has missed, as an edge does each second; it must after ten seconds of the cluster's time.</summary>
    public async Task Ask()
    {
        if (await _feed.Listen(Batches is [.., var last] ? last.Position : FeedPosition.Start, _ear) is { } batch)
            await Changed(batch);
    }

    public Task Changed(FeedBatch batch)
    {
        lock (_gate)
            _batches.Add(batch);
        return Task.CompletedTask;
    }

    public IReadOnlyList<FeedBatch> Batches
    {
        get
        {
            lock (_gate)
                return [.. _batches];
        }
    }

    /// <summary>The states a key went through, as far as they were pushed, in the order of their arrival: a later one may overtake.</summary>
    public IEnumerable<KeyStatus> Of(string keyId) => Batches.SelectMany(batch => batch.Keys).Where(status => status.KeyId == keyId);

    /// <summary>A look at the newest state of a key, after asking for it.</summary>
    public Func<Task<KeyHealthState?>> StateOf(string keyId) => async () =>
    {
        await Ask();
        return Of(keyId).MaxBy(status => (status.Epoch, status.Version))?.State;
    };

    /// <summary>The states an endpoint went through, as far as they were pushed.</summary>
    public IEnumerable<EndpointStatus> OfEndpoint(string id) => Batches.SelectMany(batch => batch.Endpoints).Where(status => status.EndpointId == id);

    /// <summary>The states a ramp went through, as far as they were pushed.</summary>
    public IEnumerable<RampStatus> OfRamp(string modelId) => Batches.SelectMany(batch => batch.Ramps).Where(status => status.ModelId == modelId);
}
