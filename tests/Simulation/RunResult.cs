namespace AiGateway.Simulation;

/// <summary>What came of one run.</summary>
internal sealed record RunResult(ulong Seed, string Kind)
{
    public long Offered { get; init; }

    public long Admissions { get; init; }

    public long Waits { get; init; }

    public long Reports { get; init; }

    public int OwnerChanges { get; init; }

    public int Writes { get; init; }

    public int FencedWrites { get; init; }

    public double WatchedSeconds { get; init; }

    /// <summary>Worst window of a limit that is not stored, as a part of its bound; only recorded.</summary>
    public double SoftOvershoot { get; init; }

    /// <summary>Worst window of tokens counted when calls end, beyond the bound; only recorded where leases were lost.</summary>
    public long OverAtEnd { get; init; }

    /// <summary>Limits that were passed.</summary>
    public IReadOnlyList<string> Passed { get; init; } = [];

    /// <summary>Everything else that must not be: starvation, permits never returned, sums that do not add up.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];

    public bool IsClean => Passed.Count == 0 && Broken.Count == 0;

    public override string ToString() => $"seed {Seed} ({Kind}): {string.Join("; ", Passed.Concat(Broken))}";
}
