namespace AiGateway.Grains.Feed;

/// <summary>How far a reader of the feed has come. Ordered: a higher epoch is newer than any sequence of a lower one.</summary>
/// <param name="Epoch">Unix milliseconds of the feed's activation; 0 before anything was read.</param>
/// <param name="Sequence">Counts what was published in this epoch.</param>
[GenerateSerializer, Immutable, Alias("aigw.FeedPosition")]
public sealed record FeedPosition([property: Id(0)] long Epoch, [property: Id(1)] long Sequence)
{
    /// <summary>Nothing read yet.</summary>
    public static FeedPosition Start { get; } = new(0, 0);
}
