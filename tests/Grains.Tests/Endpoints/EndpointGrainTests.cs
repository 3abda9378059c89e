using AiGateway.Core.Health;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Feed;
using AiGateway.Grains.Keys;
using AiGateway.Grains.Tests.Hosting;
using AiGateway.Grains.Tests.Keys;

namespace AiGateway.Grains.Tests.Endpoints;

[Collection(nameof(SharedCluster))]
public sealed class EndpointGrainTests(SharedCluster cluster)
{
    private IEndpointGrain Endpoint(string id) => cluster.Grains.GetGrain<IEndpointGrain>(id);

    private IApiKeyGrain Key(string id) => cluster.Grains.GetGrain<IApiKeyGrain>(id);

    [Fact]
    public async Task An_outage_opens_the_endpoint_for_every_watcher_and_leaves_the_keys_alone()
    {
        var one = await FeedWatch.Start(cluster.Grains);
        var two = await FeedWatch.Start(cluster.Grains);

        var status = await Down("down");

        Assert.Equal((EndpointState.Open, "connection_reset"), (status.State, status.Reason));
        Assert.InRange(status.UntilInMs!.Value, 1_000, 2_000);
        foreach (var watch in new[] { one, two })
            await Eventually.Holds(() => watch.OfEndpoint("down").Any(s => s.State == EndpointState.Open && s.Version == status.Version));
        for (var i = 1; i <= 4; i++)
            Assert.Equal((KeyHealthState.Active, 0L), await StateOf($"down-{i}"));
    }

    [Fact]
    public async Task A_key_that_fails_alone_is_told_to_its_owner_and_only_that()
    {
        var status = await Endpoint("alone").Report(Report("alone", 1, 1, 1, 1, 1));

        Assert.Equal(EndpointState.Active, status.State);
        await Eventually.Get(() => StateOf("alone-1"), state => state.State == KeyHealthState.Open);
        Assert.Equal(KeyHealthState.Active, (await StateOf("alone-2")).State);
    }

    [Fact]
    public async Task It_is_pardoned_when_it_turns_out_to_be_the_provider()
    {
        await Endpoint("pardons").Report(Report("pardons", 1, 1, 1, 1, 1));
        await Eventually.Get(() => StateOf("pardons-1"), state => state.State == KeyHealthState.Open);

        Assert.Equal(EndpointState.Open, (await Endpoint("pardons").Report(Report("pardons", 2))).State);

        await Eventually.Get(() => StateOf("pardons-1"), state => state.State == KeyHealthState.Active);
    }

    [Fact]
    public async Task Successes_of_other_edges_count_against_an_outage()
    {
        await Endpoint("mixed").Report(Report("mixed", 1, 2, 3, 4));
        await Endpoint("mixed").Report(Report("mixed") with { Successes = [new KeySuccesses("mixed-2", 3)] });

        Assert.Equal(EndpointState.Active, (await Endpoint("mixed").Report(Report("mixed", 1, 2, 3, 4))).State);
    }

    [Fact]
    public async Task Exactly_one_of_many_who_ask_gets_to_probe_and_brings_it_back_slowly()
    {
        var watch = await FeedWatch.Start(cluster.Grains);
        var endpoint = Endpoint("probed");
        await DueForProbe("probed");

        var grants = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => endpoint.RequestProbe($"edge-{n}").AsTask()));

        var grant = Assert.Single(grants, g => g is not null)!;
        Assert.Equal((ProbeKind.RealCall, true), (grant.Kind, grant.OfEndpoint));
        Assert.Equal(EndpointState.Probing, (await endpoint.Status()).State);
        Assert.Equal(EndpointState.Probing, (await endpoint.ReportProbe(new ProbeReport("forged", true, "m", null))).State);
        var status = await endpoint.ReportProbe(new ProbeReport(grant.Ticket, true, "m", null));
        Assert.Equal((EndpointState.Active, 10_000L), (status.State, status.SlowStartLeftMs));
        await Eventually.Holds(() => watch.OfEndpoint("probed").Any(s => s is { State: EndpointState.Active, SlowStartMs: 10_000 }));
    }

    [Fact]
    public async Task A_cancelled_probe_heals_nothing_and_one_nobody_reports_fails_at_its_deadline()
    {
        var endpoint = Endpoint("unheard");
        await DueForProbe("unheard");
        var cancelled = (await endpoint.RequestProbe("edge"))!;
        Assert.Equal((EndpointState.Open, 0L), StateOf(await endpoint.ReportProbe(new ProbeReport(cancelled.Ticket, false, "m", null))));
        var silent = (await endpoint.RequestProbe("edge"))!;

        cluster.Time.Advance(TimeSpan.FromMilliseconds(silent.DeadlineInMs));

        var after = await Eventually.Get(async () => await endpoint.Status(), status => status.State == EndpointState.Open);
        Assert.True(after.UntilInMs > 0);
    }

    [Fact]
    public async Task A_new_activation_knows_its_state_and_is_believed()
    {
        var before = await Down("reactivated-endpoint");
        await Eventually.Holds(() => cluster.Store.Text(Endpoint("reactivated-endpoint"))?.Contains("\"state\":\"Open\"", StringComparison.Ordinal) == true);
        await cluster.Deactivate(Endpoint("reactivated-endpoint"));

        var after = await Endpoint("reactivated-endpoint").Status();

        Assert.Equal((EndpointState.Open, before.Reason), (after.State, after.Reason));
        Assert.True(after.IsNewerThan(before));
    }

    [Fact]
    public async Task An_operator_brings_it_back()
    {
        await Down("operated-endpoint");

        var status = await Endpoint("operated-endpoint").Unblock();

        Assert.Equal((EndpointState.Active, 0L), (status.State, status.SlowStartLeftMs));
        // And what was counted before is forgotten.
        Assert.Equal(EndpointState.Active, (await Endpoint("operated-endpoint").Report(Report("operated-endpoint", 1, 2, 3, 4))).State);
    }

    private static (EndpointState, long) StateOf(EndpointStatus status) => (status.State, status.UntilInMs!.Value);

    private async Task<(KeyHealthState State, long Version)> StateOf(string keyId)
    {
        var status = await Key(keyId).Status();
        return (status.State, status.Version);
    }

    /// <summary>Four keys, and a failure of each of these in turn.</summary>
    private static EndpointReport Report(string id, params int[] keys) =>
        new(4, [], [.. keys.Select(key => new KeyFault($"{id}-{key}", KeyFailures.Outage))], HealthTerms.Default);

    private ValueTask<EndpointStatus> Down(string id) => Endpoint(id).Report(Report(id, 1, 2, 3, 4, 1));

    private async Task DueForProbe(string id)
    {
        var status = await Down(id);
        Assert.Null(await Endpoint(id).RequestProbe("too early"));
        cluster.Time.Advance(TimeSpan.FromMilliseconds(status.UntilInMs!.Value));
    }
}
