namespace AiGateway.Core.Limits;

/// <summary>An edge's concurrency slots.</summary>
internal struct SlotPurse
{
    private long _reported;
    private bool _calledIn;

    /// <summary>Calls under way, admitted with a slot or before there was a limit.</summary>
    public long InUse { get; set; }

    public long Held { get; private set; }

    public long LiveUntilMs { get; private set; }

    /// <summary>The owner asked for some back, and has not heard yet of all that could be given.</summary>
    public readonly bool OwesReport => _calledIn && Math.Max(Held, InUse) < _reported;

    /// <summary>Slots a new call may take. A lapsed lease has none, while the calls under way go on.</summary>
    public readonly long Spare(long nowMs) => nowMs < LiveUntilMs ? Math.Max(0, Held - InUse) : 0;

    /// <summary>Keeps at most this many spare slots; the others count as given back with the report that says so.</summary>
    public void Keep(long spare, long nowMs)
    {
        Held = Math.Min(Held, InUse + Math.Min(spare, Spare(nowMs)));
        _reported = Math.Max(Held, InUse);
    }

    public void Renew(long held, long liveUntilMs)
    {
        _calledIn = held < _reported;
        (Held, LiveUntilMs) = (held, liveUntilMs);
    }
}
