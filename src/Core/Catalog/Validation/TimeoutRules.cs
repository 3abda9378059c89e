namespace AiGateway.Core.Catalog.Validation;

internal static class TimeoutRules
{
    public static void Check(TimeoutSpec? timeouts, string path, ProblemList problems)
    {
        if (timeouts is null)
            return;
        CheckOne(timeouts.ConnectMs, $"{path}.connectMs", problems);
        CheckOne(timeouts.FirstByteMs, $"{path}.firstByteMs", problems);
        CheckOne(timeouts.FirstTokenMs, $"{path}.firstTokenMs", problems);
        CheckOne(timeouts.BetweenTokensMs, $"{path}.betweenTokensMs", problems);
    }

    private static void CheckOne(int? milliseconds, string path, ProblemList problems)
    {
        if (milliseconds is < CatalogBounds.MinTimeoutMs or > CatalogBounds.MaxTimeoutMs)
            problems.Add(
                path,
                $"must be {CatalogBounds.MinTimeoutMs:N0}–{CatalogBounds.MaxTimeoutMs:N0} milliseconds; leave it out for the default");
    }
}
