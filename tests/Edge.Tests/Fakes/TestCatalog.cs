using AiGateway.Core.Catalog;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Security;
using AiGateway.Edge.Tests.Catalog;
using AiGateway.Grains.Catalog;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>A catalog as it is in force at an edge.</summary>
internal sealed class TestCatalog
{
    public const string ConsumerKey = "the caller's own key";

    public TestCatalog(string yaml)
    {
        var document = CatalogSealing.Seal(Files.Read(yaml), Box, Digest);
        Snapshot = new CatalogSnapshot(1, CatalogJson.Write(document), "{}");
        Table = RoutingTable.Build(document, Box, version: 1);
    }

    public static SecretBox Box { get; } = new(MasterKey.FromBase64(Convert.ToBase64String(new byte[32].Select((_, i) => (byte)i).ToArray())));

    public static ConsumerKeyDigest Digest { get; } = new(MasterKey.FromBase64(Convert.ToBase64String(new byte[32].Select((_, i) => (byte)i).ToArray())));

    public CatalogSnapshot Snapshot { get; }

    public RoutingTable Table { get; }
}
