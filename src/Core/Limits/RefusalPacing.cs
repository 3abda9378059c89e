namespace AiGateway.Core.Limits;

/// <summary>
/// Tells refused edges how long not to ask again, each a little longer than the one before, so that they do not all come
/// back at once.
/// </summary>
public sealed class RefusalPacing
{
    private const long StepMs = 25;

    /// <summary>Others give unused permits back within a lot's lifetime, so nobody is turned away blindly for longer.</summary>
    private const long MinuteCapMs = 1_000;

    /// <summary>Only a raised limit or a long call's refund frees anything before midnight.</summary>
    private const long DayCapMs = 10_000;

    /// <summary>A slot may come free at any moment.</summary>
    private const long SlotMs = 250;

    /// <summary>The ledger's second in which refusals are being counted.</summary>
    public long Second { get; set; }

    public long Refused { get; set; }

    internal long DenyForMs(LimitDimension dimension, long retryAfterMs, LedgerTime now)
    {
        if (Second != now.Second)
            (Second, Refused) = (now.Second, 0);
        var staggerMs = StepMs * Refused++;
        return dimension switch
        {
            LimitDimension.TokensPerDay => Math.Min(DayCapMs, retryAfterMs + staggerMs),
            LimitDimension.Concurrent => Math.Min(MinuteCapMs, SlotMs + staggerMs),
            _ => Math.Min(MinuteCapMs, retryAfterMs + staggerMs),
        };
    }
}
