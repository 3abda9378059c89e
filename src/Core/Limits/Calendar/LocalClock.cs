namespace AiGateway.Core.Limits.Calendar;

/// <summary>What the clocks of a zone show at an instant, and when they first show a date.</summary>
internal sealed class LocalClock(TimeZoneInfo zone)
{
    /// <summary>No zone is or was further from UTC.</summary>
    private const long FurthestMs = 24 * HourMs;

    private const long HourMs = 3_600_000;

    public DateOnly DateAt(long unixMs) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddMilliseconds(LocalAt(unixMs)));

    /// <summary>The first instant whose local time is midnight of the date or later.</summary>
    public long FirstInstantOf(DateOnly date)
    {
        var midnight = (long)(date.ToDateTime(TimeOnly.MinValue) - DateTime.UnixEpoch).TotalMilliseconds;

        // Hour by hour, because local time can step back behind a midnight it had passed, even for a minute only:
        // halving the whole range could find the second one.
        for (var from = midnight - FurthestMs; ; from += HourMs)
        {
            if (FirstWithin(from, from + HourMs, midnight) is { } found)
                return found;
        }
    }

    /// <summary>The first instant in [from, to) that shows at least the local time; clocks change at most once in between.</summary>
    private long? FirstWithin(long from, long to, long local)
    {
        var change = ChangeWithin(from, to);
        if (FirstWithoutChange(from, change, local) is { } before)
            return before;
        return FirstWithoutChange(change, to, local);
    }

    private long? FirstWithoutChange(long from, long to, long local)
    {
        var reached = Math.Max(from, local - OffsetAt(from));
        return reached < to ? reached : null;
    }

    /// <summary>The first instant with the offset of the end; the end itself when there is no change.</summary>
    private long ChangeWithin(long from, long to)
    {
        var (before, after) = (from, to);
        var offset = OffsetAt(from);
        if (OffsetAt(to) == offset)
            return to;
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            if (OffsetAt(middle) == offset)
                before = middle;
            else
                after = middle;
        }

        return after;
    }

    private long LocalAt(long unixMs) => unixMs + OffsetAt(unixMs);

    private long OffsetAt(long unixMs) => (long)zone.GetUtcOffset(DateTime.UnixEpoch.AddMilliseconds(unixMs)).TotalMilliseconds;
}
