using AiGateway.Core.Money;

namespace AiGateway.Core.Usage;

/// <summary>Usage added up over some calls. Cells add up exactly, in any order.</summary>
public sealed class UsageCell
{
    public long Calls { get; set; }

    /// <summary>Calls by how they ended; those that never occurred are absent.</summary>
    public Dictionary<CallOutcome, long> Outcomes { get; set; } = [];

    /// <summary>Upstream calls made.</summary>
    public long Attempts { get; set; }

    public long PromptTokens { get; set; }

    public long CompletionTokens { get; set; }

    /// <summary>Part of <see cref="PromptTokens"/>.</summary>
    public long CachedTokens { get; set; }

    /// <summary>Part of <see cref="CompletionTokens"/>.</summary>
    public long ReasoningTokens { get; set; }

    /// <summary>Calls whose tokens the gateway estimated.</summary>
    public long EstimatedCalls { get; set; }

    /// <summary>What the calls of known price cost together, billionths of a US dollar.</summary>
    public long CostNanos { get; set; }

    /// <summary>Calls of known price. Counted rather than the others, which are then right in cells stored before there were prices.</summary>
    public long PricedCalls { get; set; }

    /// <summary>Only of calls that sent content.</summary>
    public LatencyHistogram FirstToken { get; set; } = new();

    public LatencyHistogram Duration { get; set; } = new();

    /// <summary>Calls whose cost is not known and not in the sum. Computed, not stored.</summary>
    public long UnpricedCalls() => Calls - PricedCalls;

    public void Add(UsageRecord record)
    {
        Calls++;
        Count(record.Outcome, 1);
        Attempts += record.Attempts;
        PromptTokens += record.Tokens.Prompt;
        CompletionTokens += record.Tokens.Completion;
        CachedTokens += record.Tokens.Cached;
        ReasoningTokens += record.Tokens.Reasoning;
        EstimatedCalls += record.Tokens.Estimated ? 1 : 0;
        Charge(record.CostNanos ?? 0, record.CostNanos is null ? 0 : 1);
        if (record.FirstTokenMs is { } firstTokenMs)
            FirstToken.Add(firstTokenMs);
        Duration.Add(record.TotalMs);
    }

    public void Add(UsageCell other)
    {
        Calls += other.Calls;
        foreach (var (outcome, calls) in other.Outcomes)
            Count(outcome, calls);
        Attempts += other.Attempts;
        PromptTokens += other.PromptTokens;
        CompletionTokens += other.CompletionTokens;
        CachedTokens += other.CachedTokens;
        ReasoningTokens += other.ReasoningTokens;
        EstimatedCalls += other.EstimatedCalls;
        Charge(other.CostNanos, other.PricedCalls);
        FirstToken.Add(other.FirstToken);
        Duration.Add(other.Duration);
    }

    private void Charge(long nanos, long calls) => (CostNanos, PricedCalls) = ((new Usd(CostNanos) + new Usd(nanos)).Nanos, PricedCalls + calls);

    private void Count(CallOutcome outcome, long calls) => Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + calls;
}
