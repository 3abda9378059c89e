using AiGateway.Grains.Catalog;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Grayscale;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>A feed whose pushes and answers a test writes.</summary>
internal sealed class FakeFeed : IFeedGrain
{
    private readonly TaskCompletionSource<IFeedObserver> _ear = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What a question is answered with.</summary>
    public Func<FeedPosition, Task<FeedBatch?>> Answer { get; set; } = _ => Task.FromResult<FeedBatch?>(null);

    public async Task Push(FeedBatch batch) => await (await _ear.Task).Changed(batch);

    public ValueTask<FeedBatch?> Listen(FeedPosition after, IFeedObserver ear)
    {
        _ear.TrySetResult(ear);
        return new(Answer(after));
    }

    public ValueTask<FeedBatch?> Since(FeedPosition after) => throw new NotSupportedException();

    public ValueTask Publish(KeyStatus status) => throw new NotSupportedException();

    public ValueTask PublishEndpoint(EndpointStatus status) => throw new NotSupportedException();

    public ValueTask<RampStatus> PublishRamp(RampStatus status) => throw new NotSupportedException();

    public ValueTask PublishCatalog(long version) => throw new NotSupportedException();
}

/// <summary>A catalog that a test puts in force.</summary>
internal sealed class FakeCatalog : ICatalogGrain
{
    public CatalogSnapshot Snapshot { get; set; } = new(0, "{}", "{}");

    /// <summary>Raised after a change, as the feed tells of it.</summary>
    public event Action<CatalogSnapshot>? Published;

    /// <summary>What it waits for before it answers.</summary>
    public Task Before { get; set; } = Task.CompletedTask;

    public async ValueTask<CatalogSnapshot?> Get(long knownVersion)
    {
        await Before;
        return Snapshot.Version == knownVersion ? null : Snapshot;
    }

    public ValueTask<CatalogKeyIds> KeyIds() => throw new NotSupportedException();

    public ValueTask<CatalogOutcome> PublishFile(string json, string sourceHash) => throw new NotSupportedException();

    public ValueTask<CatalogOutcome> PublishManaged(string json, long expectedVersion)
    {
        if (expectedVersion != Snapshot.Version)
            return ValueTask.FromResult(new CatalogOutcome(Snapshot.Version, Conflict: true, []));
        Snapshot = Snapshot with { Version = expectedVersion + 1, ManagedJson = json };
        Published?.Invoke(Snapshot);
        return ValueTask.FromResult(new CatalogOutcome(Snapshot.Version, Conflict: false, []));
    }
}
