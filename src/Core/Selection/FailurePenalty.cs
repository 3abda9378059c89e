namespace AiGateway.Core.Selection;

/// <summary>
/// What failures add to the cost of a key. Without it a key that fails at once would look quick and idle, and draw the calls
/// of all others (linkerd2-proxy met that in 2026).
/// </summary>
public struct FailurePenalty
{
    /// <summary>For a failure that names no time, milliseconds.</summary>
    public const double UsualMs = 5_000;

    /// <summary>The most a failure costs, milliseconds.</summary>
    public const double MostMs = 300_000;

    /// <summary>It falls to 1/e in this time, milliseconds.</summary>
    public const double MemoryMs = 10_000;

    private double _ms;
    private long _atMs;

    /// <summary>Takes in one failure.</summary>
    /// <param name="retryAfterMs">How long the provider asked to stay away, milliseconds; null when it did not say.</param>
    /// <param name="tookMs">How long the call had to wait for it, milliseconds.</param>
    /// <param name="nowMs">Now, by a monotonic clock.</param>
    public void Add(long? retryAfterMs, double tookMs, long nowMs) =>
        (_ms, _atMs) = (Math.Max(At(nowMs), Math.Min(MostMs, Math.Max(retryAfterMs ?? UsualMs, tookMs))), nowMs);

    /// <summary>A call that began after the last failure has succeeded.</summary>
    /// <param name="startedMs">When the call began.</param>
    public void End(long startedMs)
    {
        if (startedMs >= _atMs)
            _ms = 0;
    }

    /// <summary>What is left of it, milliseconds.</summary>
    public readonly double At(long nowMs) => _ms == 0 ? 0 : _ms * Math.Exp(-Math.Max(0, nowMs - _atMs) / MemoryMs);
}
