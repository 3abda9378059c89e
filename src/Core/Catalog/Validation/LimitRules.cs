namespace AiGateway.Core.Catalog.Validation;

/// <summary>
/// Ranges, and what cannot be meant. A limit that a smaller one beside it makes unreachable is let pass: it does no harm,
/// and the smaller one may be there for a while only.
/// </summary>
internal static class LimitRules
{
    public static void Check(LimitSpec? limits, string path, ProblemList problems)
    {
        if (limits is null)
            return;
        foreach (var name in LimitFields.All)
        {
            CheckCount(LimitFields.CountOf(limits, name), $"{path}.{name}", problems);
            CheckDollars(LimitFields.DollarsOf(limits, name), $"{path}.{name}", problems);
        }

        TimeZoneRules.Check(limits.TimeZone, $"{path}.timeZone", problems);
        GuaranteeRules.Check(limits, path, problems);
    }

    private static void CheckCount(long? limit, string path, ProblemList problems)
    {
        if (limit is < 1 or > CatalogBounds.Limit)
            problems.Add(path, $"must be 1–{CatalogBounds.Limit:N0}; leave it out for no limit");
    }

    private static void CheckDollars(decimal? limit, string path, ProblemList problems)
    {
        if (limit is < CatalogBounds.MinDollars or > CatalogBounds.MaxDollars)
            problems.Add(path, $"must be {CatalogBounds.MinDollars}–{CatalogBounds.MaxDollars:N0} US dollars; leave it out for no limit");
        else if (limit is { } dollars && decimal.Round(dollars, CatalogBounds.DollarDecimals) != dollars)
            problems.Add(path, $"has more than {CatalogBounds.DollarDecimals} decimals; round it");
    }
}
