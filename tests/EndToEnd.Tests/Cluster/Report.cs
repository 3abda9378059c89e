namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>Puts measured figures into the test's output.</summary>
internal static class Report
{
    public static void Line(FormattableString text) => TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(text));

    /// <summary>The value below which a share of them lie.</summary>
    public static double Percentile(this IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}
