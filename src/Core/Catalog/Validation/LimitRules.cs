namespace AiGateway.Core.Catalog.Validation;

internal static class LimitRules
{
    public static void Check(LimitSpec? limits, string path, ProblemList problems)
    {
        if (limits is null)
            return;
        CheckOne(limits.RequestsPerMinute, $"{path}.requestsPerMinute", problems);
        CheckOne(limits.TokensPerMinute, $"{path}.tokensPerMinute", problems);
        CheckOne(limits.TokensPerDay, $"{path}.tokensPerDay", problems);
        CheckOne(limits.Concurrent, $"{path}.concurrent", problems);
    }

    private static void CheckOne(long? limit, string path, ProblemList problems)
    {
        if (limit is < 1 or > CatalogBounds.Limit)
            problems.Add(path, $"must be 1–{CatalogBounds.Limit:N0}; leave it out for no limit");
    }
}
