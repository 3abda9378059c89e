using AiGateway.Core.Health;
using AiGateway.Grains.Keys;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Keys;

[Collection(nameof(SharedCluster))]
public sealed class ApiKeyGrainTests(SharedCluster cluster)
{
    private IApiKeyGrain Key(string id) => cluster.Grains.GetGrain<IApiKeyGrain>(id);

    [Fact]
    public async Task A_dead_signal_blocks_at_once_and_reaches_every_watcher()
    {
        var one = await FeedWatch.Start(cluster.Grains);
        var two = await FeedWatch.Start(cluster.Grains);

        var status = await Key("dies").Report(KeyFailures.Report(KeyFailures.Dead));

        Assert.Equal((KeyHealthState.Dead, "invalid_api_key"), (status.State, status.Reason));
        foreach (var watch in new[] { one, two })
        {
            await Eventually.Holds(() => watch.Of("dies").Any(s => s.State == KeyHealthState.Dead));
            Assert.Equal(status.Version, watch.Of("dies").Max(s => s.Version));
        }
    }

    [Fact]
    public async Task A_throttle_ends_by_itself_at_the_time_the_provider_named()
    {
        var watch = await FeedWatch.Start(cluster.Grains);
        var key = Key("throttled");
        var status = await key.Report(KeyFailures.Report(KeyFailures.Throttle(30_000)));
        Assert.Equal(KeyHealthState.Throttled, status.State);
        // The owner adds up to a tenth, so that callers do not all come back in one instant.
        Assert.InRange(status.UntilInMs!.Value, 30_000, 33_000);

        cluster.Time.Advance(TimeSpan.FromMilliseconds(status.UntilInMs.Value - 1));
        Assert.Equal((KeyHealthState.Throttled, 1L), await State(key));
        cluster.Time.Advance(TimeSpan.FromMilliseconds(1));

        await Eventually.Get(watch.StateOf("throttled"), state => state == KeyHealthState.Active);
        Assert.Equal((KeyHealthState.Active, null), await State(key));
    }

    [Fact]
    public async Task Exactly_one_of_many_who_ask_gets_to_probe()
    {
        var key = await Open("probed");

        var grants = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => key.RequestProbe($"edge-{n}").AsTask()));

        var grant = Assert.Single(grants, g => g is not null)!;
        Assert.Equal(ProbeKind.RealCall, grant.Kind);
        Assert.InRange(grant.DeadlineInMs, 1, 60_000);
        Assert.Equal(KeyHealthState.Probing, (await key.Status()).State);
    }

    [Fact]
    public async Task A_probe_that_succeeds_heals()
    {
        var key = await Open("healed");
        var grant = await key.RequestProbe("edge");

        var status = await key.ReportProbe(new ProbeReport(grant!.Ticket, Succeeded: true, KeyFailures.Model, null));

        Assert.Equal((KeyHealthState.Active, 10_000L, 10_000L), (status.State, status.SlowStartLeftMs, status.SlowStartMs));
        cluster.Time.Advance(TimeSpan.FromMilliseconds(4_000));
        Assert.Equal(6_000, (await key.Status()).SlowStartLeftMs);
    }

    [Fact]
    public async Task It_is_judged_by_the_numbers_that_came_with_the_report()
    {
        var key = Key("termed");
        var report = KeyFailures.Report(KeyFailures.Fault, KeyFailures.Fault) with { Terms = new HealthTerms { Version = 1, ConsecutiveFailures = 2, OpenMs = 9_000 } };

        var status = await key.Report(report);

        Assert.Equal(KeyHealthState.Open, status.State);
        Assert.InRange(status.UntilInMs!.Value, 4_500, 9_000);
    }

    [Fact]
    public async Task A_probing_key_tells_from_which_state_it_is_tried()
    {
        var key = Key("tried");
        var status = await key.Report(KeyFailures.Report(KeyFailures.Dead));
        cluster.Time.Advance(TimeSpan.FromMilliseconds(status.UntilInMs!.Value));
        await key.RequestProbe("edge");

        Assert.Equal((KeyHealthState.Probing, KeyHealthState.Dead, false), ((await key.Status()).State, (await key.Status()).ProbedFrom, (await key.Status()).IsCircuit));
    }

    [Fact]
    public async Task A_cancelled_probe_heals_nothing_and_lets_the_next_one_try()
    {
        var key = await Open("cancelled");
        var grant = await key.RequestProbe("edge");

        var status = await key.ReportProbe(new ProbeReport(grant!.Ticket, Succeeded: false, KeyFailures.Model, null));

        Assert.Equal((KeyHealthState.Open, 0L), (status.State, status.UntilInMs!.Value));
        Assert.NotNull(await key.RequestProbe("another edge"));
    }

    [Fact]
    public async Task A_made_up_ticket_heals_nothing()
    {
        var key = await Open("forged");
        await key.RequestProbe("edge");

        var status = await key.ReportProbe(new ProbeReport("forged", Succeeded: true, KeyFailures.Model, null));

        Assert.Equal(KeyHealthState.Probing, status.State);
    }

    [Fact]
    public async Task A_probe_nobody_reports_counts_as_failed_at_its_deadline()
    {
        var watch = await FeedWatch.Start(cluster.Grains);
        var key = await Open("silent");
        var grant = await key.RequestProbe("edge");

        cluster.Time.Advance(TimeSpan.FromMilliseconds(grant!.DeadlineInMs));

        await Eventually.Get(watch.StateOf("silent"), state => state == KeyHealthState.Open);
        Assert.True((await key.Status()).UntilInMs > 0);
    }

    [Fact]
    public async Task An_operator_can_take_it_out_and_bring_it_back()
    {
        var key = Key("operated");

        Assert.Equal(KeyHealthState.Disabled, (await key.Disable()).State);
        Assert.Equal(KeyHealthState.Disabled, (await key.Unblock()).State);
        Assert.Equal(KeyHealthState.Active, (await key.Enable()).State);
        await key.Report(KeyFailures.Report(KeyFailures.Dead));
        Assert.Equal(KeyHealthState.Dead, (await key.Enable()).State);
        Assert.Equal(KeyHealthState.Active, (await key.Unblock()).State);
    }

    [Fact]
    public async Task A_model_it_lacks_is_told_with_the_time_that_is_left()
    {
        var key = Key("lacks");

        var status = await key.Report(KeyFailures.Report(KeyFailures.NoModel));

        Assert.Equal(KeyHealthState.Active, status.State);
        var blocked = Assert.Single(status.BlockedModels);
        Assert.Equal((KeyFailures.Model, "model_not_found"), (blocked.Model, blocked.Reason));
        cluster.Time.Advance(TimeSpan.FromMilliseconds(blocked.UntilInMs));
        Assert.Empty((await key.Status()).BlockedModels);
    }

    [Fact]
    public async Task Nothing_is_told_when_nothing_changed()
    {
        var watch = await FeedWatch.Start(cluster.Grains);
        var key = Key("steady");
        var version = (await key.Report(new KeyReport(5, []))).Version;

        Assert.Equal(version, (await key.Report(new KeyReport(5, []))).Version);
        await key.Disable();

        await Eventually.Holds(() => watch.Of("steady").Any(s => s.State == KeyHealthState.Disabled));
        await Eventually.Holds(() => watch.Of("steady").Any(s => s.Version == 0));
        Assert.Equal([0, 1], watch.Of("steady").Select(s => s.Version).Order());
    }

    private static async Task<(KeyHealthState, long?)> State(IApiKeyGrain key)
    {
        var status = await key.Status();
        return (status.State, status.UntilInMs);
    }

    /// <summary>A key whose circuit is open and whose time to be probed has come.</summary>
    private async Task<IApiKeyGrain> Open(string id)
    {
        var key = Key(id);
        var status = await key.Report(KeyFailures.Report([.. Enumerable.Repeat(KeyFailures.Fault, 20)]));
        Assert.Equal(KeyHealthState.Open, status.State);
        Assert.Null(await key.RequestProbe("too early"));
        cluster.Time.Advance(TimeSpan.FromMilliseconds(status.UntilInMs!.Value));
        return key;
    }
}
