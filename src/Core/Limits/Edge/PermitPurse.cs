namespace AiGateway.Core.Limits.Edge;

/// <summary>One dimension of a lease at the edge. The first four are cumulative, like what the owner counts.</summary>
internal struct PermitPurse
{
    public long Granted;

    public long Consumed;

    public long Returned;

    public long Refunded;

    /// <summary>Held by calls under way.</summary>
    public long Reserved;

    /// <summary>As much of <see cref="Consumed"/> as was ever told.</summary>
    public long Reported;

    /// <summary>What calls take, a second.</summary>
    public DecayedRate Rate;

    /// <summary>What the last call took.</summary>
    public long Typical;

    /// <summary>What was used lately of a limit that is not stored.</summary>
    public RecentRing? Recent;

    /// <summary>Permits a call may take; negative when calls used more than they had reserved.</summary>
    public readonly long Spare => Granted - Consumed - Returned - Reserved;

    public readonly bool HasNews => Consumed != Reported;

    public void Consume(long count, long nowMs)
    {
        Consumed += count;
        Recent?.Add(count, nowMs);
    }

    /// <summary>
    /// Takes back what a call used that never reached a provider: in silence while nobody was told of it. In place of another call
    /// it could not be: that one's charge would be the older one, and leave the window too early.
    /// </summary>
    public void Unconsume(bool told)
    {
        if (!told)
            Consumed--;
        else
            Refunded++;
    }

    /// <summary>A new lease: the owner has charged all there was, and only what was used beyond it is still to be told.</summary>
    public void Restart(bool keepReserved)
    {
        var debt = Math.Max(0, Consumed + Returned - Granted);
        (Granted, Consumed, Returned, Refunded, Reported) = (0, debt, 0, 0, 0);
        if (!keepReserved)
            Reserved = 0;
    }
}
