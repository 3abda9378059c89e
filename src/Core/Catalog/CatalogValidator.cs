using AiGateway.Core.Catalog.Validation;

namespace AiGateway.Core.Catalog;

/// <summary>Says everything that is wrong with a catalog, so that one round of corrections is enough.</summary>
public static class CatalogValidator
{
    /// <returns>All problems in the order of the document; none means that the catalog may be used.</returns>
    public static IReadOnlyList<CatalogProblem> Validate(CatalogDocument document)
    {
        var problems = new ProblemList();
        ProviderRules.Check(document.Providers, problems);
        ModelRules.Check(document.Models, document.Providers, problems);
        ConsumerRules.Check(document.Consumers, document.Models, problems);
        return problems.Found;
    }
}
