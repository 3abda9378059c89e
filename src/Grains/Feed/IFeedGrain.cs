using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;
using Orleans.Concurrency;

namespace AiGateway.Grains.Feed;

/// <summary>
/// The one place every edge watches. Owners of state publish to it; it keeps the newest state of each entity and
/// passes changes on to whoever watches. It owns no truth: after a loss it asks the owners again.
/// </summary>
[Alias("aigw.IFeedGrain")]
public interface IFeedGrain : IGrainWithIntegerKey
{
    const long Key = 0;

    /// <summary>Changes after <paramref name="after"/> as they come, beginning with a snapshot when the position is unknown.</summary>
    [Alias("watch"), AlwaysInterleave]
    IAsyncEnumerable<FeedBatch> Watch(FeedPosition after, CancellationToken cancellationToken = default);

    /// <summary>Changes after <paramref name="after"/> at once; null when there are none. The net under a lost push.</summary>
    [Alias("since"), AlwaysInterleave]
    ValueTask<FeedBatch?> Since(FeedPosition after);

    /// <summary>A key's state has changed.</summary>
    [Alias("key"), AlwaysInterleave]
    ValueTask Publish(KeyStatus status);

    /// <summary>An endpoint's state has changed.</summary>
    [Alias("endpoint"), AlwaysInterleave]
    ValueTask PublishEndpoint(EndpointStatus status);

    /// <summary>A new catalog is in force.</summary>
    [Alias("catalog"), AlwaysInterleave]
    ValueTask PublishCatalog(long version);
}
