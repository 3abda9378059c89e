namespace AiGateway.Core.Catalog.Validation;

/// <summary>What gets copies of a model's calls.</summary>
internal static class ShadowRules
{
    private const double LeastPercent = 0.01;

    /// <param name="shadow">As declared; null for none.</param>
    /// <param name="checkTarget">Checks its provider and model, given its path.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static void Check(ShadowSpec? shadow, Action<TargetSpec, string> checkTarget, string path, ProblemList problems)
    {
        if (shadow is null)
            return;
        checkTarget(new TargetSpec { Provider = shadow.Provider, Model = shadow.Model }, path);
        if (shadow.Percent is not (>= LeastPercent and <= 100) || Math.Abs((shadow.Percent * 100) - Math.Round(shadow.Percent * 100)) > 1e-6)
            problems.Add($"{path}.percent", $"must be {LeastPercent}–100 with at most two decimals; to stop copying take shadow out");
        LimitRules.Check(shadow.Limits, $"{path}.limits", problems);
        if (shadow.MaxQueued is < 1 or > CatalogBounds.ShadowQueue)
            problems.Add($"{path}.maxQueued", $"must be 1–{CatalogBounds.ShadowQueue:N0}");
        if (shadow.TimeoutMs is < CatalogBounds.MinTimeoutMs or > CatalogBounds.MaxTimeoutMs)
            problems.Add($"{path}.timeoutMs", $"must be {CatalogBounds.MinTimeoutMs:N0}–{CatalogBounds.MaxTimeoutMs:N0} milliseconds");
    }
}
