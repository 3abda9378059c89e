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
