using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Grayscale;
using AiGateway.Grains.Keys;

namespace AiGateway.Grains.Feed;

/// <summary>What changed since a reader's last position.</summary>
/// <param name="From">Where the reader must stand for nothing to be missing before the batch; 0 for a snapshot.</param>
/// <param name="Position">Where the reader stands once it has applied the batch.</param>
/// <param name="IsSnapshot">True when the batch holds everything and replaces what the reader knew.</param>
/// <param name="CatalogVersion">Newest catalog version the feed has heard of.</param>
/// <param name="Keys">States of keys that changed, each at most once.</param>
[GenerateSerializer, Immutable, Alias("aigw.FeedBatch")]
public sealed record FeedBatch(
    [property: Id(0)] long From,
    [property: Id(1)] FeedPosition Position,
    [property: Id(2)] bool IsSnapshot,
    [property: Id(3)] long CatalogVersion,
    [property: Id(4)] KeyStatus[] Keys)
{
    /// <summary>Whether it brings a reader who stands there further, with nothing missing between.</summary>
    public bool Follows(FeedPosition position) =>
        Position.Epoch == position.Epoch && From <= position.Sequence && Position.Sequence > position.Sequence;

    /// <summary>States of endpoints that changed, each at most once.</summary>
    [Id(5)] public EndpointStatus[] Endpoints { get; init; } = [];

    /// <summary>Ramps that changed, each at most once.</summary>
    [Id(6)] public RampStatus[] Ramps { get; init; } = [];
}
