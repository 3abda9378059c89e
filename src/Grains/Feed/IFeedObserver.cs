using Orleans.Concurrency;

namespace AiGateway.Grains.Feed;

/// <summary>An edge's ear for the feed.</summary>
[Alias("aigw.IFeedObserver")]
public interface IFeedObserver : IGrainObserver
{
    /// <summary>Something has changed. Nobody waits for it: an edge that hangs must not hold up the others, and one that missed it asks.</summary>
    [Alias("changed"), OneWay]
    Task Changed(FeedBatch batch);
}
