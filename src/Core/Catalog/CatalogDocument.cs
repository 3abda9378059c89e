namespace AiGateway.Core.Catalog;

/// <summary>
/// The whole configuration of a gateway: who provides, what can be asked for, and who may ask.
/// It is validated as a whole and replaced as a whole.
/// </summary>
public sealed record CatalogDocument
{
    public static CatalogDocument Empty { get; } = new();

    public IReadOnlyList<ProviderSpec> Providers { get; init; } = [];

    public IReadOnlyList<ModelSpec> Models { get; init; } = [];

    public IReadOnlyList<ConsumerSpec> Consumers { get; init; } = [];
}
