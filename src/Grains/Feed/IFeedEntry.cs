namespace AiGateway.Grains.Feed;

/// <summary>The state of something as its owner publishes it.</summary>
public interface IFeedEntry
{
    /// <summary>Unique among entries of one type.</summary>
    string Id { get; }

    long Epoch { get; }

    long Version { get; }

    /// <summary>Whether it is newer than another of the same thing: by its owner first, then by that owner's count.</summary>
    bool IsNewerThan(IFeedEntry other) => (Epoch, Version).CompareTo((other.Epoch, other.Version)) > 0;

    /// <summary>What is left of it after a time: durations count from when it was sent.</summary>
    IFeedEntry After(long elapsedMs);
}
