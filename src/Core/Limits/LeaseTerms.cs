namespace AiGateway.Core.Limits;

/// <summary>The durations owner and edges agree on, milliseconds. They travel as durations, so no two clocks are ever compared.</summary>
public sealed record LeaseTerms
{
    public static LeaseTerms Default { get; } = new();

    /// <summary>T: how long an edge may use its permits without hearing from the owner, counted from the moment it sent its report.</summary>
    public long LeaseMs { get; init; } = 10_000;

    /// <summary>How long an owner may grant and renew after its last write; the fence of an owner that has been replaced.</summary>
    public long HorizonMs { get; init; } = 5_000;

    /// <summary>Largest difference between the clocks of two owners.</summary>
    public long MaxSkewMs { get; init; } = 500;

    /// <summary>Largest difference in the speed of two clocks, parts per million.</summary>
    public long DriftPpm { get; init; } = 100;

    /// <summary>Least time between two writes that nobody waits for.</summary>
    public long WriteGapMs { get; init; } = 500;

    /// <summary>Least time between two recalls.</summary>
    public long RecallGapMs { get; init; } = 250;

    /// <summary>How often an edge tells what it used while there is plenty.</summary>
    public long ReportMs { get; init; } = 1_000;

    /// <summary>How often it does when there is not.</summary>
    public long ScarceReportMs { get; init; } = 250;

    /// <summary>
    /// An edge not heard of for so long after its lease ended is taken for dead, and the slots of its calls are free. One that
    /// lives on, cut off from every silo, is ending those calls beyond the limit; it can begin none.
    /// </summary>
    public long SilenceMs { get; init; } = 15_000;

    /// <summary>How much longer than the edge the owner believes in a lease.</summary>
    public long ExpirySlackMs => 20 + (2 * DriftPpm * (LeaseMs + 60_000) / 1_000_000);

    /// <summary>How long the edge may use what was leased for so long, should its clock run slow.</summary>
    public long Usable(long lifetimeMs) => lifetimeMs - (2 * DriftPpm * lifetimeMs / 1_000_000) - 1;
}
