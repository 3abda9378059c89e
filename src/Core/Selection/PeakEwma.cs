namespace AiGateway.Core.Selection;

/// <summary>
/// A time that rises to a new peak at once and falls exponentially, as Twitter's Finagle keeps it where it is read often: what
/// has just become slow is avoided at once, and looked at again when it has not been for a while.
/// </summary>
public struct PeakEwma
{
    /// <summary>What is this old counts 1/e, milliseconds.</summary>
    public const double MemoryMs = 10_000;

    /// <summary>After so long it tells nothing, milliseconds.</summary>
    public const long ForgottenMs = 60_000;

    private double _ms;
    private long _atMs;
    private bool _measured;

    /// <summary>Takes in one time.</summary>
    /// <param name="ms">The time, milliseconds.</param>
    /// <param name="nowMs">Now, by a monotonic clock.</param>
    public void Observe(double ms, long nowMs)
    {
        // Shorter times need not pull it down: it falls by itself.
        (_ms, _atMs, _measured) = (Math.Max(ms, _ms * Kept(nowMs)), nowMs, true);
    }

    /// <summary>What it has fallen to, milliseconds; null when no time was taken in, or too long ago.</summary>
    public readonly double? At(long nowMs) => _measured && nowMs - _atMs < ForgottenMs ? _ms * Kept(nowMs) : null;

    private readonly double Kept(long nowMs) => Math.Exp(-Math.Max(0, nowMs - _atMs) / MemoryMs);
}
