using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>The catalog in force.</summary>
/// <param name="Version">Grows by one with each change.</param>
internal sealed record CatalogAnswer(long Version, CatalogContents Catalog);

/// <summary>A <see cref="CatalogDocument"/> without its secrets.</summary>
internal sealed record CatalogContents(IReadOnlyList<ProviderAnswer> Providers, IReadOnlyList<ModelSpec> Models, IReadOnlyList<ConsumerAnswer> Consumers)
{
    public static CatalogContents Of(CatalogDocument document) => new(
        [.. document.Providers.Select(ProviderAnswer.Of)], document.Models, [.. document.Consumers.Select(ConsumerAnswer.Of)]);
}
