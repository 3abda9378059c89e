using AiGateway.Core.Catalog;

namespace AiGateway.Grains.Tests.Catalog;

/// <summary>Catalogs as they reach the grain: JSON, secrets in stored form.</summary>
internal static class Catalogs
{
    public static string WithKeys(params string[] ids) => CatalogJson.Write(new CatalogDocument
    {
        Providers =
        [
            new ProviderSpec
            {
                Id = "p",
                BaseUrl = "https://p.example/v1",
                Keys = [.. ids.Select(id => new KeySpec { Id = id, Secret = Secret.Sealed("sealed") })],
            },
        ],
    });

    public static string WithConsumer(string id) => CatalogJson.Write(new CatalogDocument
    {
        Consumers = [new ConsumerSpec { Id = id, Models = ["*"], Keys = [new ConsumerKeySpec { Secret = Secret.Digest(new string('a', 64)) }] }],
    });
}
