namespace AiGateway.Core.Selection;

/// <summary>
/// Weighted rendezvous hashing: each member bids for an id, and the highest bid has it. Everybody who knows the members comes
/// to the same result without asking anyone. When a member leaves, only its own ids move; when its weight grows, ids move
/// only to it. (Thaler and Ravishankar 1998; weights by Schindelhauer and Schomaker 2005.)
/// </summary>
public static class RendezvousHash
{
    /// <summary>What a member bids: 0 or more, and only comparable for the same id.</summary>
    /// <param name="id">What is to be given to a member; its bits evenly spread.</param>
    /// <param name="member">The member's name as a hash; its bits evenly spread.</param>
    /// <param name="weight">Its share relative to the others, 0 or more.</param>
    public static double Bid(ulong id, ulong member, double weight) => weight / -Math.Log(Mix64.ToUnit(Mix64.Of(id ^ member)));
}
