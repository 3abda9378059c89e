namespace AiGateway.Core.Limits;

/// <summary>
/// Charges of the last minute, by the second.
/// <para>
/// Why a limit holds whatever the edges do: a permit granted at <c>g</c> is used in <c>[g, g + T)</c>, T being the lot's
/// lifetime. All uses within one window <c>(u - W, u]</c> thus come from grants in <c>(u - W - T, u]</c>. Every charge counts
/// for at least W + T, so when the last of those grants was made, all of them counted, and their sum was within the limit.
/// A permit that is lost with its reply or its edge just stays charged.
/// </para>
/// </summary>
public sealed class SlidingWindow : IPermitWindow
{
    /// <summary>A window and a lot's lifetime, and one more for the second that is still running.</summary>
    private const int Seconds = (int)((LeaseTerms.WindowMs + LeaseTerms.LotLifetimeMs) / 1_000) + 1;

    /// <summary>Far above any limit, and small enough for all seconds together not to overflow.</summary>
    private const long Ceiling = 1L << 56;

    /// <summary>The charge of second s at index s modulo the length.</summary>
    public long[] Charges { get; set; } = new long[Seconds];

    public long NewestSecond { get; set; }

    long IPermitWindow.Used
    {
        get
        {
            long sum = 0;
            foreach (var charge in Charges)
                sum += charge;
            return sum;
        }
    }

    void IPermitWindow.Advance(LedgerTime now)
    {
        for (var second = Math.Max(NewestSecond + 1, now.Second - Seconds + 1); second <= now.Second; second++)
            Charges[second % Seconds] = 0;
        NewestSecond = Math.Max(NewestSecond, now.Second);
    }

    void IPermitWindow.Charge(long count, LedgerTime now)
    {
        ref var charge = ref Charges[now.Second % Seconds];
        charge = Math.Min(Ceiling, charge + Math.Min(Ceiling, count));
    }

    void IPermitWindow.GiveBack(long grantedAtSecond, long count)
    {
        if (grantedAtSecond <= NewestSecond - Seconds)
            return;
        // A call may draw on every lot alive at once, and names the oldest second for all of them. Taking from the oldest
        // first leaves at least as much charged to every later stretch of time as was really used in it.
        var last = Math.Min(NewestSecond, grantedAtSecond + (LeaseTerms.LotLifetimeMs / 1_000));
        for (var second = grantedAtSecond; second <= last; second++)
        {
            ref var charge = ref Charges[second % Seconds];
            var taken = Math.Min(charge, count);
            charge -= taken;
            count -= taken;
        }
    }

    long IPermitWindow.FreesMs(long count, LedgerTime now)
    {
        var second = NewestSecond - Seconds + 1;
        for (long freed = 0; second < NewestSecond; second++)
        {
            freed += second < 0 ? 0 : Charges[second % Seconds];
            if (freed >= count)
                break;
        }
        return LeavesInMs(second, now);
    }

    long IPermitWindow.ResetMs(LedgerTime now)
    {
        for (var second = NewestSecond; second > NewestSecond - Seconds && second >= 0; second--)
        {
            if (Charges[second % Seconds] > 0)
                return LeavesInMs(second, now);
        }
        return 0;
    }

    long IPermitWindow.LifetimeMs(LedgerTime now) => LeaseTerms.LotLifetimeMs;

    private static long LeavesInMs(long second, LedgerTime now) => ((second + Seconds) * 1_000) - now.Ms;
}
