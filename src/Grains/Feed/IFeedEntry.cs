namespace AiGateway.Grains.Feed;

/// <summary>The state of something as its owner publishes it.</summary>
public interface IFeedEntry
{
    /// <summary>Unique among entries of one type.</summary>
    string Id { get; }

    long Epoch { get; }

    long Version { get; }

    /// <summary>What is left of it after a time: durations count from when it was sent.</summary>
    IFeedEntry After(long elapsedMs);
}
