using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Grayscale;
using AiGateway.Grains.Keys;
using Orleans.Concurrency;

namespace AiGateway.Grains.Feed;

/// <summary>
/// The one place every edge listens to. Owners of state publish to it; it keeps the newest state of each entity and
/// passes changes on to whoever listens. It owns no truth: after a loss it asks the owners again.
/// </summary>
[Alias("aigw.IFeedGrain")]
public interface IFeedGrain : IGrainWithIntegerKey
{
    const long Key = 0;

    /// <summary>
    /// Changes after <paramref name="after"/>, null when there are none; and for the next ten seconds each change as it comes to
    /// <paramref name="ear"/>. Asking again is the net under a push that was lost.
    /// </summary>
    [Alias("listen"), AlwaysInterleave]
    ValueTask<FeedBatch?> Listen(FeedPosition after, IFeedObserver ear);

    /// <summary>Changes after <paramref name="after"/>, everything when the position is unknown; null when there are none.</summary>
    [Alias("since"), AlwaysInterleave]
    ValueTask<FeedBatch?> Since(FeedPosition after);

    /// <summary>A key's state has changed.</summary>
    [Alias("key"), AlwaysInterleave]
    ValueTask Publish(KeyStatus status);

    /// <summary>An endpoint's state has changed.</summary>
    [Alias("endpoint"), AlwaysInterleave]
    ValueTask PublishEndpoint(EndpointStatus status);

    /// <summary>A ramp has changed. Answers with what the feed holds: another owner may have rolled it back.</summary>
    [Alias("ramp"), AlwaysInterleave]
    ValueTask<RampStatus> PublishRamp(RampStatus status);

    /// <summary>A new catalog is in force.</summary>
    [Alias("catalog"), AlwaysInterleave]
    ValueTask PublishCatalog(long version);
}
