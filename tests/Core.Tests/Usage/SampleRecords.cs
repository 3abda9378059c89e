using AiGateway.Core.Usage;
using CsCheck;

namespace AiGateway.Core.Tests.Usage;

/// <summary>Usage records to test with.</summary>
internal static class SampleRecords
{
    /// <summary>2026-11-20 12:00:00 UTC.</summary>
    public const long Noon = 1_795_176_000_000;

    public static UsageRecord At(long ms, CallOutcome outcome = CallOutcome.Ok) => new()
    {
        CallId = "call-1",
        StartedAtMs = ms,
        Consumer = "team",
        Model = "gpt",
        Operation = "chat.completions",
        Outcome = outcome,
        Tokens = new TokenUsage(10, 5, 2, 1, false),
        FirstTokenMs = 20,
        TotalMs = 100,
        Attempts = 1,
        Status = 200,
    };

    /// <summary>Records of one hour from noon.</summary>
    public static Gen<UsageRecord> Any { get; } = Gen.Select(
        Gen.Long[0, 3_599_999],
        Gen.Enum<CallOutcome>(),
        Gen.Select(Gen.Long[0, 5_000], Gen.Long[0, 5_000], Gen.Long[0, 100], Gen.Long[0, 100], Gen.Bool),
        Gen.Double[0, 100_000],
        Gen.Double[0, 1_000_000],
        Gen.Bool,
        (at, outcome, tokens, first, total, streamed) => At(Noon + at, outcome) with
        {
            Tokens = new TokenUsage(tokens.Item1, tokens.Item2, tokens.Item3, tokens.Item4, tokens.Item5),
            FirstTokenMs = streamed ? first : null,
            TotalMs = total,
            Streamed = streamed,
            CostNanos = at % 3 == 0 ? null : at * at,
            Attempts = (int)(at % 4),
        });

    /// <summary>Adds one call to a page.</summary>
    public static void Add(this RollupPage page, UsageRecord record)
    {
        var cell = new UsageCell();
        cell.Add(record);
        page.Add(record.StartedAtMs, cell);
    }

    /// <summary>Everything in a cell, written so that equal contents are equal text.</summary>
    public static string Text(this UsageCell cell) => string.Join(
        ' ',
        cell.Calls,
        string.Join(',', cell.Outcomes.OrderBy(pair => pair.Key)),
        cell.Attempts,
        cell.PromptTokens,
        cell.CompletionTokens,
        cell.CachedTokens,
        cell.ReasoningTokens,
        cell.EstimatedCalls,
        cell.CostNanos,
        cell.PricedCalls,
        cell.FirstToken.Text(),
        cell.Duration.Text());

    public static string Text(this RollupPage page) => string.Join('\n', page.Cells.Select(pair => $"{pair.Key}: {pair.Value.Text()}"));

    private static string Text(this LatencyHistogram histogram) =>
        $"{histogram.SumMicros}/{histogram.First}+{string.Join(',', histogram.Counts)}";
}
