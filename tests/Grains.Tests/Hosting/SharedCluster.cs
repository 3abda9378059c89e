namespace AiGateway.Grains.Tests.Hosting;

/// <summary>
/// The cluster of all tests that break nothing for each other. One after another: they share a clock, and some measure time.
/// </summary>
[CollectionDefinition(nameof(SharedCluster))]
public sealed class SharedCluster : GatewayCluster, ICollectionFixture<SharedCluster>;
