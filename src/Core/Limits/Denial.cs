using AiGateway.Core.Catalog;

namespace AiGateway.Core.Limits;

/// <summary>The owner's last refusal, while the edge may repeat it without asking.</summary>
internal readonly record struct Denial(LeaseRefusal? Refusal, long RetryAtMs, long UntilMs)
{
    public static Denial From(LeaseRefusal refusal, long nowMs) =>
        new(refusal, nowMs + refusal.RetryAfterMs, nowMs + refusal.DenyForMs);

    public bool IsActive(long nowMs) => Refusal is not null && nowMs < UntilMs;

    /// <summary>True when a call that lacks so much would be refused as well. A limit changed since then is asked about anew.</summary>
    public bool Covers(LimitVector lacks, LimitSpec limits, long nowMs) =>
        IsActive(nowMs) && lacks[Refusal!.Dimension] >= Refusal.Need && limits.Bound(Refusal.Dimension) == Refusal.Limit;

    public LimitRefusal ForCaller(long nowMs) =>
        new(Refusal!.Dimension, Refusal.Limit, Refusal.Remaining, Math.Max(1, RetryAtMs - nowMs));
}
