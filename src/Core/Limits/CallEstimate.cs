using AiGateway.Core.Catalog;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;

namespace AiGateway.Core.Limits;

/// <summary>What is known of a call's size before it is made, and what to set aside for it.</summary>
/// <param name="Prompt">Input tokens, counted or estimated rather high.</param>
/// <param name="Choices">Answers asked for, <c>n</c>; less than 1 counts as 1.</param>
/// <param name="DeclaredCap">The largest of all caps on output the caller named, since it is not known which one the provider obeys; null when it named none.</param>
/// <param name="Generates">False for calls without output tokens, such as embeddings.</param>
/// <param name="Price">The dearest price the call may be made at; null when it is not known, which is taken for free.</param>
public readonly record struct CallEstimate(long Prompt, long Choices, long? DeclaredCap, bool Generates, ModelPrice? Price)
{
    /// <summary>Output tokens expected of a call when nothing has been learned yet and its caller names no cap.</summary>
    public const long FirstExpectation = 1_024;

    /// <summary>Less is not worth a call.</summary>
    private const long SmallestCap = 16;

    /// <summary>Far above any real call; keeps products of a caller's numbers from overflowing.</summary>
    private const long Ceiling = 1_000_000_000;

    private long Input => Math.Clamp(Prompt, 0, Ceiling);

    private long Answers => Math.Clamp(Choices, 1, 10_000);

    /// <summary>The most the call can use, given that its output is capped. No more than the limits, so that a small one stays usable.</summary>
    /// <param name="limits">Whose limits.</param>
    /// <param name="uncapped">The cap given to a call without one, tokens.</param>
    /// <param name="cap">Output tokens for each answer that keep the call within what is set aside.</param>
    public CallDemand Strict(LimitSet limits, long uncapped, out long cap)
    {
        cap = Generates ? Math.Clamp(DeclaredCap ?? uncapped, 0, Ceiling) : 0;
        if (limits.SmallestTokenBound() is { } tokens)
            cap = Math.Min(cap, AtLeastOne(tokens - Input));
        if (limits.SmallestCostBound() is { } cost && Price is { Output.Nanos: > 0 } price)
            cap = Math.Min(cap, AtLeastOne(OutputFor(cost, price)));
        return Demand(cap, limits);
    }

    /// <summary>What such calls used of late.</summary>
    /// <param name="limits">Whose limits.</param>
    /// <param name="usual">Output tokens most calls stay below; null when none has ended yet.</param>
    public CallDemand Expected(LimitSet limits, long? usual)
    {
        var output = Math.Min(DeclaredCap ?? Ceiling, usual ?? FirstExpectation);
        return Demand(Generates ? Math.Clamp(output, 0, Ceiling) : 0, limits);
    }

    /// <summary>The cap under which the call fits into what is left of the limit that refused it; null when it is not worth making.</summary>
    public long? AffordableCap(LimitRefusal refusal)
    {
        var spare = refusal.Dimension.Unit() switch
        {
            LimitUnit.Token => refusal.Remaining - Input,
            LimitUnit.Cost when Price is { Output.Nanos: > 0 } price => OutputFor(refusal.Remaining, price),
            _ => 0,
        };
        return Generates && spare / Answers is >= SmallestCap and var cap ? cap : null;
    }

    /// <summary>The call with a lower cap.</summary>
    public CallEstimate Capped(long cap) => this with { DeclaredCap = Math.Min(DeclaredCap ?? long.MaxValue, cap) };

    private CallDemand Demand(long outputEach, LimitSet limits)
    {
        var tokens = Input + (outputEach * Answers);
        var cost = Price is { } price ? CostOf(outputEach * Answers, price) : 0;
        return new(Math.Min(tokens, limits.SmallestTokenBound() ?? long.MaxValue), Math.Min(cost, limits.SmallestCostBound() ?? long.MaxValue));
    }

    /// <summary>Providers refuse a cap of nothing.</summary>
    private long AtLeastOne(long output) => Math.Max(1, output / Answers);

    /// <summary>Output tokens, of all answers together, that so much money buys besides the prompt.</summary>
    private long OutputFor(long nanos, ModelPrice price) =>
        (long)Int128.Min((Int128)Math.Max(0, nanos - CostOf(0, price)) * 1_000_000 / price.Output.Nanos, Ceiling * 10_000);

    private long CostOf(long output, ModelPrice price) => Pricing.CostOf(new TokenUsage(Input, output, 0, 0, true), price).Nanos;
}
