using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;

namespace AiGateway.Grains.Feed;

/// <summary>What changed since a reader's last position.</summary>
/// <param name="Position">Where the reader stands once it has applied the batch.</param>
/// <param name="IsSnapshot">True when the batch holds everything and replaces what the reader knew.</param>
/// <param name="CatalogVersion">Newest catalog version the feed has heard of.</param>
/// <param name="Keys">States of keys that changed, each at most once.</param>
[GenerateSerializer, Immutable, Alias("aigw.FeedBatch")]
public sealed record FeedBatch(
    [property: Id(0)] FeedPosition Position,
    [property: Id(1)] bool IsSnapshot,
    [property: Id(2)] long CatalogVersion,
    [property: Id(3)] KeyStatus[] Keys)
{
    /// <summary>States of endpoints that changed, each at most once.</summary>
    [Id(4)] public EndpointStatus[] Endpoints { get; init; } = [];
}
