using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Edge;

/// <summary>The owner's last refusal, while the edge may repeat it without asking.</summary>
internal readonly record struct Denial(LeaseRefusal? Refusal, long RetryAtMs, long UntilMs)
{
    public static Denial From(LeaseRefusal refusal, long nowMs) =>
        new(refusal, nowMs + refusal.RetryAfterMs, nowMs + refusal.DenyForMs);

    public bool IsActive(long nowMs) => Refusal is not null && nowMs < UntilMs;

    /// <summary>True when a call that lacks so much would be refused as well. A limit changed since then is asked about anew.</summary>
    public bool Covers(Limit limit, long lacks, long nowMs) =>
        IsActive(nowMs) && limit.Dimension == Refusal!.Dimension && limit.Bound == Refusal.Limit && lacks >= Refusal.Need;

    public LimitRefusal ForCaller(long nowMs) =>
        new(Refusal!.Dimension, Refusal.Limit, Refusal.Remaining, Math.Max(1, RetryAtMs - nowMs));
}
