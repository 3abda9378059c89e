namespace AiGateway.Core.Limits.Owner;

/// <summary>
/// An owner's time. It starts from the wall clock and then follows a monotonic one, so that setting the wall clock frees
/// nothing. It never starts behind what was stored: going back could free nothing either.
/// </summary>
internal sealed class OwnerClock
{
    /// <summary>Farther behind what was stored, the wall clock is believed to have been wrong before.</summary>
    private const long FarBehindMs = 60_000;

    private readonly long _startMs;
    private readonly long _startMonoMs;

    /// <param name="offsetMs">Ledger time less Unix time, as stored.</param>
    /// <param name="lastMs">The latest moment stored, ledger milliseconds.</param>
    /// <param name="unixMs">The wall clock.</param>
    /// <param name="monoMs">The monotonic clock.</param>
    public OwnerClock(long offsetMs, long lastMs, long unixMs, long monoMs)
    {
        var behindMs = lastMs - (unixMs + offsetMs);
        // The line goes on from where it stood, so that a clock once set to a wrong future does not hold the limits for as long.
        OffsetMs = behindMs > FarBehindMs ? lastMs - unixMs : offsetMs;
        _startMs = Math.Max(lastMs, unixMs + OffsetMs);
        _startMonoMs = monoMs;
    }

    public long OffsetMs { get; }

    public LedgerTime At(long monoMs)
    {
        var ms = _startMs + Math.Max(0, monoMs - _startMonoMs);
        return new LedgerTime(ms, ms - OffsetMs);
    }
}
