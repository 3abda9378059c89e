using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Catalog;

/// <summary>Valid pieces that a test breaks in one place.</summary>
internal static class Sample
{
    public static ProviderSpec Provider(string id) => new()
    {
        Id = id,
        BaseUrl = "https://api.example.com/v1",
        Keys = [Key($"{id}-1")],
    };

    public static KeySpec Key(string id) => new() { Id = id, Secret = Secret.Plain($"secret-of-{id}") };

    public static ModelSpec Model(string id, string provider = "p") => new() { Id = id, Targets = [Target(provider)] };

    public static TargetSpec Target(string provider = "p", string model = "upstream", int weight = 1) =>
        new() { Provider = provider, Model = model, Weight = weight };

    public static ConsumerSpec Consumer(string id) => new()
    {
        Id = id,
        Keys = [new ConsumerKeySpec { Secret = Secret.Plain($"key of {id}") }],
        Models = ["*"],
    };

    public static CatalogDocument Catalog() => new()
    {
        Providers = [Provider("p")],
        Models = [Model("m")],
        Consumers = [Consumer("c")],
    };
}
