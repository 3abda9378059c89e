namespace AiGateway.Core.Limits;

/// <summary>
/// Turns a wall clock, which may be set back, into a time line that does not run backwards: going back can therefore free
/// nothing. While the clock is a little behind, time stands still; once it is far behind, the line goes on from where it
/// stood, so that a clock once set to a wrong future does not hold the limits for as long.
/// </summary>
public sealed class LedgerClock
{
    /// <summary>Farther behind than this, the wall clock is believed to have been wrong before.</summary>
    private const long FarBehindMs = 60_000;

    /// <summary>Ledger time less Unix time, whole seconds in milliseconds, so that days still begin with a second.</summary>
    public long OffsetMs { get; set; }

    /// <summary>The latest moment served, ledger milliseconds.</summary>
    public long LastMs { get; set; }

    internal LedgerTime Advance(long unixMs)
    {
        var behindMs = LastMs - (unixMs + OffsetMs);
        if (behindMs > FarBehindMs)
            OffsetMs += behindMs / 1_000 * 1_000;
        LastMs = Math.Max(LastMs, unixMs + OffsetMs);
        return new LedgerTime(LastMs, LastMs - OffsetMs);
    }
}
