using AiGateway.Core.Health;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;
using AiGateway.Grains.Tests.Hosting;

namespace AiGateway.Grains.Tests.Keys;

/// <summary>A model that fails at a key while the key's others are well.</summary>
[Collection(nameof(SharedCluster))]
public sealed class ModelCircuitTests(SharedCluster cluster)
{
    private IApiKeyGrain Key(string id) => cluster.Grains.GetGrain<IApiKeyGrain>(id);

    [Fact]
    public async Task The_endpoints_owner_has_the_keys_owner_open_it_and_every_watcher_hears()
    {
        var watch = await FeedWatch.Start(cluster.Grains);

        Assert.Equal(EndpointState.Active, (await Endpoint("one-model").Report(Report("one-model", Fails("a", 5)))).State);

        var model = await Eventually.Get(() => Model("one-model", "a"), state => state?.State == KeyHealthState.Open);
        Assert.Equal("connection_reset", model!.Reason);
        Assert.InRange(model.UntilInMs!.Value, 1_000, 2_000);
        Assert.Equal(KeyHealthState.Active, (await Key("one-model").Status()).State);
        await Eventually.Holds(() => watch.Of("one-model").Any(status => status.State == KeyHealthState.Active && status.Models is [{ Model: "a", State: KeyHealthState.Open }]));
    }

    [Fact]
    public async Task It_is_pardoned_when_the_rest_follows_and_the_key_goes_instead()
    {
        await Endpoint("all-models").Report(Report("all-models", Fails("a", 5)));
        await Eventually.Get(() => Model("all-models", "a"), state => state?.State == KeyHealthState.Open);

        await Endpoint("all-models").Report(new EndpointReport(1, [], Fails("b", 1)("all-models"), HealthTerms.Default));

        await Eventually.Get(async () => await Key("all-models").Status(), status => status.State == KeyHealthState.Open);
        await Eventually.Get(() => Model("all-models", "a"), state => state is null or { State: KeyHealthState.Active });
    }

    [Fact]
    public async Task Exactly_one_of_many_who_ask_gets_to_try_it_and_two_successes_bring_it_back_slowly()
    {
        var key = await DueForProbe("tried-model");

        var grants = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => key.RequestModelProbe("a", $"edge-{n}").AsTask()));

        var grant = Assert.Single(grants, g => g is not null)!;
        Assert.Equal(ProbeKind.RealCall, grant.Kind);
        Assert.Null(await key.RequestModelProbe("b", "edge"));
        Assert.Null(await key.RequestProbe("edge"));
        Assert.Equal(KeyHealthState.Probing, (await Model("tried-model", "a"))!.State);
        var back = (await key.ReportProbe(new ProbeReport(grant.Ticket, true, "a", null))).Models.Single();
        Assert.Equal((KeyHealthState.Active, 10_000L, 10_000L), (back.State, back.SlowStartLeftMs, back.SlowStartMs));

        await key.Report(new KeyReport(1, []) { Models = [new ModelSuccesses("a", 1)] });
        var after = await key.Report(new KeyReport(0, [new KeyFailure("a", KeyFailures.Outage)]));
        Assert.Equal(KeyHealthState.Active, after.Models.Single().State);
    }

    [Fact]
    public async Task Without_the_second_success_the_next_failure_opens_it_again_and_not_the_key()
    {
        var key = await DueForProbe("flaps");
        var grant = await key.RequestModelProbe("a", "edge");
        await key.ReportProbe(new ProbeReport(grant!.Ticket, true, "a", null));

        var after = await key.Report(new KeyReport(0, [new KeyFailure("a", KeyFailures.Outage)]));

        Assert.Equal((KeyHealthState.Active, KeyHealthState.Open), (after.State, after.Models.Single().State));
    }

    [Fact]
    public async Task A_trial_nobody_reports_fails_at_its_deadline()
    {
        var key = await DueForProbe("unheard-model");
        var grant = await key.RequestModelProbe("a", "edge");

        cluster.Time.Advance(TimeSpan.FromMilliseconds(grant!.DeadlineInMs));

        var model = await Eventually.Get(() => Model("unheard-model", "a"), state => state?.State == KeyHealthState.Open);
        Assert.True(model!.UntilInMs > 0);
    }

    [Fact]
    public async Task A_new_activation_knows_it()
    {
        await Endpoint("remembers-model").Report(Report("remembers-model", Fails("a", 5)));
        await Eventually.Get(() => Model("remembers-model", "a"), state => state?.State == KeyHealthState.Open);
        await Eventually.Holds(() => cluster.Store.Text(Key("remembers-model"))?.Contains("connection_reset", StringComparison.Ordinal) == true);
        await cluster.Deactivate(Key("remembers-model"));

        Assert.Equal((KeyHealthState.Open, "connection_reset"), await Model("remembers-model", "a") is { } model ? (model.State, model.Reason) : default);
    }

    [Fact]
    public async Task An_operator_clears_it_with_the_key()
    {
        var key = await DueForProbe("cleared-model");

        Assert.Empty((await key.Unblock()).Models);
    }

    private IEndpointGrain Endpoint(string id) => cluster.Grains.GetGrain<IEndpointGrain>($"of-{id}");

    private async Task<ModelStatus?> Model(string id, string model) => (await Key(id).Status()).Models.FirstOrDefault(each => each.Model == model);

    private static Func<string, KeyFault[]> Fails(string model, int times) => key => [.. Enumerable.Repeat(new KeyFault(key, KeyFailures.Outage) { Model = model }, times)];

    /// <summary>One key, whose model <c>b</c> is well.</summary>
    private static EndpointReport Report(string key, Func<string, KeyFault[]> faults) =>
        new(1, [new KeySuccesses(key, 3) { Model = "b" }], faults(key), HealthTerms.Default);

    private async Task<IApiKeyGrain> DueForProbe(string id)
    {
        await Endpoint(id).Report(Report(id, Fails("a", 5)));
        var model = await Eventually.Get(() => Model(id, "a"), state => state?.State == KeyHealthState.Open);
        Assert.Null(await Key(id).RequestModelProbe("a", "too early"));
        cluster.Time.Advance(TimeSpan.FromMilliseconds(model!.UntilInMs!.Value));
        return Key(id);
    }
}
