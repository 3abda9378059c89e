using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Validation;

namespace AiGateway.Core.Money;

/// <summary>What must hold of a price list.</summary>
public static class PriceRules
{
    /// <summary>Far more than providers have models.</summary>
    public const int MostPrices = 10_000;

    /// <summary>Dollars, of any price: a thousand times the dearest there is, and far from overflow.</summary>
    public static readonly Usd Highest = new(1_000_000_000_000_000);

    /// <summary>Everything that is wrong with it, by path such as <c>prices[0].input</c>; empty when nothing is.</summary>
    /// <param name="specs">Null when there is no list at all.</param>
    public static IReadOnlyList<CatalogProblem> Check(IReadOnlyList<PriceSpec>? specs)
    {
        var problems = new ProblemList();
        if (specs is null)
        {
            // A file emptied by accident must not make everything unknown.
            problems.Add("prices", "is missing; list the prices, or write [] if none are meant");
            return problems.Found;
        }

        var seen = new HashSet<(string, string)>();
        problems.Each(specs, "prices", MostPrices, (spec, path) =>
        {
            IdRules.CheckForm(spec.Provider, $"{path}.provider", problems);
            CheckModel(spec.Model, $"{path}.model", problems);
            if (!seen.Add((spec.Provider, spec.Model)))
                problems.Add($"{path}.model", "has a price above already, for the same provider; keep one of them");
            CheckPrice(spec.Input, isRequired: true, $"{path}.input", problems);
            CheckPrice(spec.CachedInput, isRequired: false, $"{path}.cachedInput", problems);
            CheckPrice(spec.Output, isRequired: true, $"{path}.output", problems);
            CheckPrice(spec.PerRequest, isRequired: false, $"{path}.perRequest", problems);
        });
        return problems.Found;
    }

    private static void CheckModel(string model, string path, ProblemList problems)
    {
        if (model.Length == 0)
            problems.Add(path, "is missing; give the provider's name for the model, or a beginning of names and a *");
        else if (model.Length > CatalogBounds.ModelNameLength || model.AsSpan().ContainsAnyExceptInRange('!', '~'))
            problems.Add(path, $"must be 1–{CatalogBounds.ModelNameLength} visible ASCII characters without spaces");
        else if (model.AsSpan(0, model.Length - 1).Contains('*'))
            problems.Add(path, "may have one * only, at the very end");
    }

    private static void CheckPrice(Usd? price, bool isRequired, string path, ProblemList problems)
    {
        if (price is null && isRequired)
            problems.Add(path, "is missing; write 0 if nothing is charged for it");
        else if (price is { } given && (given.Nanos < 0 || given.Nanos > Highest.Nanos))
            problems.Add(path, "must lie between 0 and 1,000,000 US dollars");
    }
}
