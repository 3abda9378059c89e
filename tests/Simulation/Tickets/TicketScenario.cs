namespace AiGateway.Simulation.Tickets;

/// <summary>What goes wrong in one run: the seed alone decides.</summary>
/// <param name="OwnerLost">Times that the owner's process is lost and another takes over from the store.</param>
/// <param name="ClockJumps">Times that the owner's wall clock jumps, by up to ten seconds.</param>
/// <param name="EdgesKilled">Times that an edge is killed and starts anew.</param>
/// <param name="EdgesPaused">Times that an edge stands still for up to four seconds.</param>
/// <param name="Loss">Part of the messages that never arrive.</param>
/// <param name="Duplication">Part that arrives twice.</param>
/// <param name="Straggling">Part that takes up to ten seconds.</param>
internal sealed record TicketScenario(
    ulong Seed, int OwnerLost, int ClockJumps, int EdgesKilled, int EdgesPaused, double Loss, double Duplication, double Straggling)
{
    public const int Edges = 5;

    /// <summary>Of trouble, and then as long without any.</summary>
    public const long TroubleUs = 40 * World.SecondUs;

    /// <summary>Only then may two calls try the key at once: nobody can take back what was sent under a clock, or an owner, that is no more.</summary>
    public bool OwnerIsSteady => OwnerLost == 0 && ClockJumps == 0;

    public static TicketScenario Of(ulong seed)
    {
        var chance = new Chance(seed ^ 0x7A3);
        // Each kind of trouble in half of the runs, so that some have just one.
        return new TicketScenario(seed, Times(3), Times(3), Times(4), Times(4), Part(0.1), Part(0.1), Part(0.05));

        int Times(int most) => chance.Is(0.5) ? (int)chance.Between(1, most) : 0;
        double Part(double most) => chance.Is(0.5) ? most * chance.Unit() : 0;
    }
}

/// <summary>Rules that can be left out, to see that their breach is noticed.</summary>
internal sealed record TicketRules
{
    public static TicketRules All { get; } = new();

    /// <summary>An edge counts a ticket's time itself and does not use it afterwards.</summary>
    public bool EdgeCountsTime { get; init; } = true;

    /// <summary>A trial that was given up is reported as that.</summary>
    public bool CancelIsNoSuccess { get; init; } = true;

    /// <summary>A result counts only with the ticket that is out.</summary>
    public bool OwnerAsksForTicket { get; init; } = true;
}
