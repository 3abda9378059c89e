namespace AiGateway.Core.Selection;

/// <summary>
/// Rendezvous hashing in which nobody is given much more than its share, however the ids fall (after Mirrokni, Thorup and
/// Zadimoghaddam, "Consistent hashing with bounded loads", 2018).
/// </summary>
public static class BoundedLoad
{
    /// <summary>How much of its share a member may have. Less balances better, and moves more ids from where they belong.</summary>
    public const double Factor = 1.25;

    /// <summary>The most calls a member may have under way, the new one included; at least 1.</summary>
    /// <param name="calls">Calls under way at all members together, the new one included.</param>
    /// <param name="share">The member's part of all weights, 0–1.</param>
    public static int Most(int calls, double share) => Math.Max(1, (int)Math.Ceiling(Factor * calls * share));

    /// <summary>The member that bids most for an id among those that have room.</summary>
    /// <param name="id">The id; its bits evenly spread.</param>
    /// <param name="members">Hashes of the members' names.</param>
    /// <param name="weights">Their weights; 0 takes part in nothing.</param>
    /// <param name="calls">Their calls under way.</param>
    /// <returns>Its index, or -1 when none has a weight.</returns>
    public static int Choose(ulong id, ReadOnlySpan<ulong> members, ReadOnlySpan<double> weights, ReadOnlySpan<int> calls)
    {
        var (all, total) = (1, 0.0);
        for (var i = 0; i < members.Length; i++)
        {
            if (weights[i] <= 0)
                continue;
            all += calls[i];
            total += weights[i];
        }
        var (best, highest) = (-1, -1.0);
        for (var i = 0; i < members.Length; i++)
        {
            // Somebody always has room: together they may have more than there is.
            if (weights[i] <= 0 || calls[i] >= Most(all, weights[i] / total))
                continue;
            var bid = RendezvousHash.Bid(id, members[i], weights[i]);
            if (bid > highest)
                (best, highest) = (i, bid);
        }
        return best;
    }
}
