namespace AiGateway.Simulation;

/// <summary>Many runs, one seed each, on two threads.</summary>
internal sealed class Campaign
{
    private readonly Lock _gate = new();
    private readonly List<RunResult> _failed = [];

    public long Runs { get; private set; }

    public long Admissions { get; private set; }

    public long OwnerChanges { get; private set; }

    public long FencedWrites { get; private set; }

    public long Writes { get; private set; }

    public long Reports { get; private set; }

    public double WatchedSeconds { get; private set; }

    public int SoftOvershoots { get; private set; }

    public double WorstSoftOvershoot { get; private set; }

    public IReadOnlyList<RunResult> Failed => _failed;

    public static Campaign Of(int seeds, int from = 0)
    {
        var campaign = new Campaign();
        Parallel.For(from, from + seeds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            var (scenario, kind) = Scenarios.Of((ulong)seed);
            campaign.Add(Simulation.Run(scenario, kind));
        });
        return campaign;
    }

    public override string ToString() =>
        $"{Runs} seeds, {Admissions} admissions, {OwnerChanges} owner changes, {Writes} records written, {FencedWrites} fenced writes, "
        + $"{Reports} reports, {WatchedSeconds:F0} s watched for starvation, {_failed.Count} runs with a violation; limits kept in memory were "
        + $"passed in {SoftOvershoots} runs, at worst by {WorstSoftOvershoot:P0}";

    private void Add(RunResult result)
    {
        lock (_gate)
        {
            Runs++;
            Admissions += result.Admissions;
            OwnerChanges += result.OwnerChanges;
            FencedWrites += result.FencedWrites;
            Writes += result.Writes;
            Reports += result.Reports;
            WatchedSeconds += result.WatchedSeconds;
            SoftOvershoots += result.SoftOvershoot > 0 ? 1 : 0;
            WorstSoftOvershoot = Math.Max(WorstSoftOvershoot, result.SoftOvershoot);
            if (!result.IsClean)
                _failed.Add(result);
        }
    }
}
