namespace AiGateway.Core.Selection;

/// <summary>
/// Weighted rendezvous hashing: each member bids for an id, and the highest bid has it. Everybody who knows the members comes
/// to the same result without asking anyone. When a member leaves, only its own ids move; when its weight grows, ids move
/// only to it. (Thaler and Ravishankar 1998; weights by Schindelhauer and Schomaker 2005.)
/// </summary>
public static class RendezvousHash
{
    /// <summary>The member that bids most for an id.</summary>
    /// <param name="id">The id; its bits evenly spread.</param>
    /// <param name="members">Hashes of the members' names.</param>
    /// <param name="weights">Their weights; 0 gets nothing.</param>
    /// <returns>Its index, or -1 when none has a weight.</returns>
    public static int Choose(ulong id, ReadOnlySpan<ulong> members, ReadOnlySpan<double> weights)
    {
        var (best, highest) = (-1, 0.0);
        for (var i = 0; i < members.Length; i++)
        {
            var bid = Bid(id, members[i], weights[i]);
            if (bid > highest)
                (best, highest) = (i, bid);
        }
        return best;
    }

    /// <summary>What a member bids: 0 or more, and only comparable for the same id.</summary>
    /// <param name="id">What is to be given to a member; its bits evenly spread.</param>
    /// <param name="member">The member's name as a hash; its bits evenly spread.</param>
    /// <param name="weight">Its share relative to the others, 0 or more.</param>
    public static double Bid(ulong id, ulong member, double weight) => weight / -Math.Log(Mix64.ToUnit(Mix64.Of(id ^ member)));
}
