using AiGateway.Core.Money;
using AiGateway.Core.Usage;

namespace AiGateway.Edge.Admin.Usage;

/// <summary>What was used over a range, by each consumer, model or shadow.</summary>
/// <param name="Total">All of them together; their latencies are merged, never averaged.</param>
internal sealed record UsageSeriesAnswer(string By, string Resolution, UsageAnswer Total, IReadOnlyList<UsageOfAnswer> Data);

/// <summary>What one of them used.</summary>
internal sealed record UsageOfAnswer(string Id, UsageAnswer Total, IReadOnlyList<UsagePointAnswer> Points);

/// <summary>What was used in one cell of time that begins at <paramref name="Start"/>.</summary>
internal sealed record UsagePointAnswer(DateTimeOffset Start, UsageAnswer Usage);

/// <summary>Usage added up over calls.</summary>
/// <param name="Outcomes">Calls by how they ended.</param>
/// <param name="CostUsd">Of the calls whose price was known.</param>
/// <param name="UnpricedCalls">Calls that are not in the cost.</param>
internal sealed record UsageAnswer(
    long Calls, IReadOnlyDictionary<string, long> Outcomes, long Attempts, long PromptTokens, long CompletionTokens, long CachedTokens, long ReasoningTokens,
    long EstimatedCalls, decimal CostUsd, long UnpricedCalls, LatencyAnswer? FirstTokenMs, LatencyAnswer? DurationMs)
{
    public static UsageAnswer Of(UsageCell cell) => new(
        cell.Calls, cell.Outcomes.ToDictionary(o => o.Key.ToString(), o => o.Value), cell.Attempts, cell.PromptTokens, cell.CompletionTokens, cell.CachedTokens,
        cell.ReasoningTokens, cell.EstimatedCalls, new Usd(cell.CostNanos).Dollars, cell.UnpricedCalls(), LatencyAnswer.Of(cell.FirstToken), LatencyAnswer.Of(cell.Duration));
}

/// <summary>Milliseconds.</summary>
internal sealed record LatencyAnswer(double Mean, double? P50, double? P90, double? P99)
{
    /// <returns>Null when there was no call.</returns>
    public static LatencyAnswer? Of(LatencyHistogram latency) => latency.MeanMs() is { } mean
        ? new LatencyAnswer(mean, latency.Percentile(0.5), latency.Percentile(0.9), latency.Percentile(0.99))
        : null;
}
