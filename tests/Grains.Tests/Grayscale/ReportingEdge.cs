using AiGateway.Core.Grayscale;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Grains.Tests.Grayscale;

/// <summary>An edge that tells a ramp's owner what a test says it saw.</summary>
internal sealed class ReportingEdge(IRampGrain ramp, string id = "edge")
{
    public static readonly RampTerms Terms = new() { Version = 1, Plan = "p/new at 100 1000", Steps = [100, 1_000], StepMs = 60_000, MinimumCalls = 20, PauseAfterMs = 600_000 };

    private RampStatus _status = new() { ModelId = "" };

    /// <summary>The number of its last report.</summary>
    public long Sequence { get; set; }

    /// <summary>What it says the catalog says.</summary>
    public RampTerms Says { get; set; } = Terms;

    /// <summary>Tells of the ramp until its owner has begun it.</summary>
    public async Task<RampStatus> Introduce()
    {
        while ((_status = await ramp.Report(Report())).State == RampState.Waiting)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        return _status;
    }

    public async Task<RampStatus> Saw(int canary = 0, int failed = 0, int baseline = 0) =>
        _status = await ramp.Report(Report() with { Canary = Counts(canary, failed), Baseline = Counts(baseline, 0) });

    public async Task<RampStatus> Says_no_key_is_left() => _status = await ramp.Report(Report() with { CanaryHasNoKey = true });

    public async Task<RampStatus> Objects(RampStatus held) => _status = await ramp.Report(Report() with { RolledBack = held });

    public RampReport Report() => new() { EdgeId = id, Incarnation = 1, Sequence = ++Sequence, Epoch = _status.Epoch, Version = _status.Version, Terms = Says };

    /// <summary>Believes another's word.</summary>
    public void Apply(RampStatus status) => _status = status;

    public static RampCounts Counts(int calls, int failed)
    {
        var counts = new RampCounts();
        for (var i = 0; i < calls; i++)
        {
            if (i < failed)
                counts.AddFailure(passing: false);
            else
                counts.AddSuccess(null, 0, 0);
        }
        return counts;
    }
}
