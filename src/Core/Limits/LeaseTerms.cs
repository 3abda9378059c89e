namespace AiGateway.Core.Limits;

/// <summary>
/// The numbers owner and edges agree on. Lifetimes travel as durations, so no two clocks are ever compared.
/// </summary>
public static class LeaseTerms
{
    /// <summary>The sliding window of the limits per minute, milliseconds.</summary>
    public const long WindowMs = 60_000;

    /// <summary>How long after its grant a permit may be used, milliseconds. Long enough for one refill a second at each edge.</summary>
    public const long LotLifetimeMs = 2_000;

    /// <summary>How long an edge keeps its slots without a report, milliseconds.</summary>
    public const long SlotLifetimeMs = 10_000;

    /// <summary>An edge heard of within this time shares in what is left, milliseconds.</summary>
    public const long ActiveEdgeMs = 10_000;

    /// <summary>
    /// An edge is remembered this long, milliseconds: more than a window and a lot's lifetime, so that a report delivered
    /// again cannot give the same permits back twice.
    /// </summary>
    public const long EdgeMemoryMs = 120_000;

    /// <summary>Part of a lifetime an edge uses, percent; the rest covers two clocks that do not run equally fast.</summary>
    public const long UsableLifetimePercent = 95;
}
