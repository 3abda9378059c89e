using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>What one run is about: limits, traffic, durations and faults.</summary>
internal sealed record Scenario
{
    public required ulong Seed { get; init; }

    public required Limit[] Limits { get; init; }

    public LeaseTerms Terms { get; init; } = LeaseTerms.Default;

    public int Edges { get; init; } = 3;

    /// <summary>Calls offered a second, by all edges together.</summary>
    public double Rate { get; init; }

    /// <summary>The first edges get most of the calls.</summary>
    public bool Uneven { get; init; }

    /// <summary>Calls come in bursts with silence between them.</summary>
    public bool Bursty { get; init; }

    /// <summary>Longest call; 0 ends each call as it begins.</summary>
    public long LongestCallUs { get; init; }

    /// <summary>Most tokens a call reserves; 0 when tokens are not counted.</summary>
    public long MostTokens { get; init; }

    /// <summary>Part of the calls that never reach a provider.</summary>
    public double Released { get; init; }

    /// <summary>How long calls come in.</summary>
    public long TrafficUs { get; init; } = 90 * World.SecondUs;

    /// <summary>True time from the start to midnight, for daily limits.</summary>
    public long MidnightUs { get; init; }

    public Fault[] Faults { get; init; } = [];

    /// <summary>Mean time between two faults.</summary>
    public long FaultGapUs { get; init; } = 8 * World.SecondUs;

    /// <summary>Messages are lost, doubled and late while faults last.</summary>
    public double Loss { get; init; }

    public SafetyRules Without { get; init; }

    public bool IsHard => Array.TrueForAll(Limits, limit => limit.Hard);

    public override string ToString() =>
        $"{string.Join(", ", Limits)}; {Edges} edges, {Rate:F1}/s{(Uneven ? " uneven" : "")}{(Bursty ? " bursty" : "")}, lease {Terms.LeaseMs}, "
        + $"horizon {Terms.HorizonMs}, skew {Terms.MaxSkewMs}, calls to {LongestCallUs / World.SecondUs} s, tokens to {MostTokens}, released {Released}, "
        + $"loss {Loss}, {string.Join(" ", Faults)} every {FaultGapUs / World.SecondUs} s";

    public long LongestWindowUs => Limits.Max(limit => limit.Dimension.WindowMs()) * 1_000;
}
