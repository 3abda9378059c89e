namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>Clients written elsewhere, and what stands behind the gateway for them.</summary>
[CollectionDefinition(Name)]
public sealed class RealClientTests : ICollectionFixture<NodeHost>, ICollectionFixture<Upstreams>
{
    public const string Name = "real clients";
}
