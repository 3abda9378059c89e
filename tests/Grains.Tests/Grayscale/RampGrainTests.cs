using AiGateway.Core.Grayscale;
using AiGateway.Grains.Grayscale;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Grayscale;

[Collection(nameof(SharedCluster))]
public sealed class RampGrainTests(SharedCluster cluster)
{
    private IRampGrain Ramp(string model) => cluster.Grains.GetGrain<IRampGrain>(model);

    [Fact]
    public async Task The_first_word_of_a_ramp_begins_it_and_reaches_every_watcher()
    {
        var watch = await FeedWatch.Start(cluster.Grains);

        var status = await new ReportingEdge(Ramp("begins/*")).Introduce();

        Assert.Equal((RampState.Running, 100, "p/new at 100 1000"), (status.State, status.Share, status.Plan));
        await Eventually.Holds(() => watch.OfRamp("begins/*").Any(s => s.Share == 100));
    }

    [Fact]
    public async Task A_good_canary_goes_from_step_to_step_to_everything()
    {
        var edge = new ReportingEdge(Ramp("good"));
        await edge.Introduce();

        foreach (var share in new[] { 1_000, 10_000 })
        {
            await edge.Saw(canary: 20, baseline: 2_000);
            cluster.Time.Advance(TimeSpan.FromMilliseconds(60_000));
            await Eventually.Get(async () => (await edge.Saw()).Share, seen => seen == share);
        }
        Assert.Equal(RampState.Promoted, (await Ramp("good").Status()).State);
    }

    [Fact]
    public async Task A_step_that_had_its_calls_ends_by_the_clock_though_nobody_reports()
    {
        var edge = new ReportingEdge(Ramp("clock"));
        await edge.Introduce();
        await edge.Saw(canary: 20, baseline: 2_000);

        await Eventually.Get(async () =>
        {
            cluster.Time.Advance(TimeSpan.FromMilliseconds(1_000));
            return (await Ramp("clock").Status()).Share;
        }, share => share == 1_000);
    }

    [Fact]
    public async Task A_bad_canary_is_rolled_back_at_once_and_every_watcher_hears_of_it()
    {
        var watch = await FeedWatch.Start(cluster.Grains);
        var edge = new ReportingEdge(Ramp("bad"));
        await edge.Introduce();

        var status = await edge.Saw(canary: 25, failed: 6, baseline: 2_500);

        Assert.Equal((RampState.RolledBack, 0, RampReasons.ErrorRate), (status.State, status.Share, status.Reason));
        await Eventually.Holds(() => watch.OfRamp("bad").Any(s => s.IsRolledBack));
        var figures = await Ramp("bad").Figures();
        Assert.Equal((25L, 6L, 2_500L), (figures.Canary.Calls, figures.Canary.Failures, figures.Baseline.Calls));
        Assert.Contains("6 of 25", figures.Status.Message!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_failures_in_a_row_from_different_edges_are_enough()
    {
        var edges = Enumerable.Range(1, 5).Select(i => new ReportingEdge(Ramp("row"), $"edge-{i}")).ToList();
        foreach (var edge in edges)
            await edge.Introduce();

        for (var i = 0; i < 4; i++)
            Assert.Equal(RampState.Running, (await edges[i].Saw(canary: 1, failed: 1)).State);

        Assert.Equal(RampReasons.FailuresInARow, (await edges[4].Saw(canary: 1, failed: 1)).Reason);
    }

    [Fact]
    public async Task A_canary_without_a_key_is_rolled_back()
    {
        var edge = new ReportingEdge(Ramp("keyless"));
        await edge.Introduce();

        Assert.Equal((RampState.RolledBack, RampReasons.NoKey), ((await edge.Says_no_key_is_left()).State, (await Ramp("keyless").Status()).Reason));
    }

    [Fact]
    public async Task A_report_that_comes_twice_counts_once()
    {
        var ramp = Ramp("twice");
        var edge = new ReportingEdge(ramp);
        await edge.Introduce();
        var report = edge.Report() with { Canary = ReportingEdge.Counts(3, 1), Baseline = ReportingEdge.Counts(5, 0) };

        await ramp.Report(report);
        await ramp.Report(report);

        var figures = await ramp.Figures();
        Assert.Equal((3L, 1L, 5L), (figures.Canary.Calls, figures.Canary.Failures, figures.Baseline.Calls));
        await ramp.Report(report with { Incarnation = 2, Sequence = 1 });
        Assert.Equal(6, (await ramp.Figures()).Canary.Calls);
    }

    [Fact]
    public async Task What_was_counted_under_another_step_counts_nothing()
    {
        var ramp = Ramp("stale");
        var (edge, late) = (new ReportingEdge(ramp), new ReportingEdge(ramp, "late"));
        await edge.Introduce();
        late.Apply(await late.Introduce());
        var old = late.Report() with { Canary = ReportingEdge.Counts(5, 5) };
        await ramp.Operate(RampAction.Pause, ReportingEdge.Terms);

        Assert.Equal(RampState.Paused, (await ramp.Report(old)).State);
        Assert.Equal(0, (await ramp.Figures()).Canary.Calls);
    }

    [Fact]
    public async Task An_operator_can_pause_resume_promote_roll_back_and_restart()
    {
        var ramp = Ramp("operated");
        Assert.NotNull((await ramp.Operate(RampAction.Promote, ReportingEdge.Terms)).Refused);
        await new ReportingEdge(ramp).Introduce();

        Assert.Equal((RampState.Paused, RampReasons.Operator, 100), await Done(RampAction.Pause));
        Assert.Equal((RampState.Paused, RampReasons.Operator, 100), await Done(RampAction.Pause));
        Assert.Equal((RampState.Running, null, 100), await Done(RampAction.Resume));
        Assert.Equal((RampState.Promoted, RampReasons.Operator, 10_000), await Done(RampAction.Promote));
        Assert.Contains("promoted", (await ramp.Operate(RampAction.Pause, ReportingEdge.Terms)).Refused!, StringComparison.Ordinal);
        Assert.Equal((RampState.RolledBack, RampReasons.Operator, 0), await Done(RampAction.Rollback));
        Assert.Contains("restart", (await ramp.Operate(RampAction.Promote, ReportingEdge.Terms)).Refused!, StringComparison.Ordinal);
        Assert.Contains("restart", (await ramp.Operate(RampAction.Resume, ReportingEdge.Terms)).Refused!, StringComparison.Ordinal);
        Assert.Equal((RampState.Running, null, 100), await Done(RampAction.Restart));

        async Task<(RampState, string?, int)> Done(RampAction action)
        {
            var figures = await ramp.Operate(action, ReportingEdge.Terms);
            Assert.Null(figures.Refused);
            return (figures.Status.State, figures.Status.Reason, figures.Status.Share);
        }
    }

    [Fact]
    public async Task Another_plan_starts_it_anew_but_not_after_a_roll_back()
    {
        var other = ReportingEdge.Terms with { Version = 2, Plan = "p/newer at 500", Steps = [500] };
        var edge = new ReportingEdge(Ramp("replanned"));
        await edge.Introduce();
        edge.Says = other;
        await Eventually.Get(async () => (await edge.Saw()).Share, share => share == 500);

        await Ramp("replanned").Operate(RampAction.Rollback, other);
        edge.Says = other with { Version = 3, Plan = "p/newest at 700", Steps = [700] };
        var status = await edge.Saw();
        Assert.Equal((RampState.RolledBack, "p/newest at 700"), (status.State, status.Plan));
        Assert.Equal(700, (await Ramp("replanned").Operate(RampAction.Restart, edge.Says)).Status.Share);
    }
}
