using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class EndpointViewTests
{
    private const long Now = 1_000;
    private readonly EndpointView _endpoint = new("p");
    private readonly KeyView _key = new("k");

    [Fact]
    public void An_endpoint_nobody_spoke_of_is_usable_and_lets_every_call_in()
    {
        Assert.True(_endpoint.IsUsable(Now));
        Assert.Null(_endpoint.UntilInMs(Now));
        Assert.True(_endpoint.MayEnter(Now, out var trial));
        Assert.Null(trial);
        Assert.False(_endpoint.StandsBack(Now));
    }

    [Theory]
    [InlineData(EndpointState.Active, true)]
    [InlineData(EndpointState.Open, false)]
    [InlineData(EndpointState.Probing, false)]
    public void Calls_go_only_to_active_ones(EndpointState state, bool usable)
    {
        _endpoint.Apply(Status(state) with { UntilInMs = 10 }, Now);

        Assert.Equal(usable, _endpoint.IsUsable(Now + 10));
        Assert.Equal(usable, _endpoint.MayEnter(Now + 10, out _));
    }

    [Fact]
    public void Only_newer_word_counts()
    {
        Assert.True(_endpoint.Apply(Status(EndpointState.Open), Now));
        Assert.False(_endpoint.Apply(Status(EndpointState.Active), Now));
        Assert.False(_endpoint.Apply(Status(EndpointState.Active) with { Epoch = 0, Version = 9 }, Now));
        Assert.True(_endpoint.Apply(Status(EndpointState.Active) with { Version = 2 }, Now));
        Assert.True(_endpoint.IsUsable(Now));
    }

    [Fact]
    public void The_one_call_that_takes_the_offer_may_try_it()
    {
        var grant = new ProbeGrant("t", 1, ProbeKind.RealCall) { OfEndpoint = true };
        _endpoint.Apply(Status(EndpointState.Probing) with { UntilInMs = 15_000 }, Now);
        _endpoint.Probe.Offer(grant, long.MaxValue);

        Assert.True(_endpoint.MayEnter(Now, out var trial));
        Assert.Same(grant, trial);
        Assert.False(_endpoint.MayEnter(Now, out _));
    }

    [Fact]
    public void A_probe_is_due_when_its_time_is_up_and_this_edge_is_let_in()
    {
        _endpoint.Apply(Status(EndpointState.Open) with { UntilInMs = 100 }, Now);
        Assert.False(_endpoint.IsProbeDue(Now + 99));
        Assert.True(_endpoint.IsProbeDue(Now + 100));
        Assert.Equal((100L, 0L), (_endpoint.UntilInMs(Now)!.Value, _endpoint.UntilInMs(Now + 500)!.Value));

        _endpoint.Belong(new TestCatalog("providers: [ { id: p, baseUrl: 'http://p/', keys: [ { id: k, secret: s } ] } ]").Table.Providers["p"], [_key], Now);
        Assert.Equal((true, true), _endpoint.MarkUnfit(_key, Now));
        Assert.Equal((false, false), _endpoint.MarkUnfit(_key, Now));
        Assert.False(_endpoint.IsProbeDue(Now + 100));
        Assert.Equal(300_000, _endpoint.UnfitLeftMs(Now));
        _endpoint.MarkFit();
        Assert.True(_endpoint.IsProbeDue(Now + 100));
    }

    [Fact]
    public void While_it_comes_back_it_is_given_a_tenth_of_the_calls_and_more_and_more_of_them()
    {
        _endpoint.Apply(Status(EndpointState.Active) with { SlowStartLeftMs = 10_000, SlowStartMs = 10_000 }, Now);

        Assert.Equal(100, Entering(Now));
        Assert.Equal(550, Entering(Now + 5_000), tolerance: 1);
        Assert.Equal(1_000, Entering(Now + 10_000));

        int Entering(long nowMs) => Enumerable.Range(0, 1_000).Count(_ => !_endpoint.StandsBack(nowMs));
    }

    [Fact]
    public void While_it_is_overloaded_it_is_given_what_it_may_be_able_to_take_and_the_rest_when_it_is_over()
    {
        var views = Pool(1);
        var (endpoint, key) = (views.Endpoint("p"), views["k1"]);
        Refused(endpoint, key, times: 19);
        Assert.False(endpoint.StandsBack(Now));
        Refused(endpoint, key, times: 1);
        Assert.True(endpoint.StandsBack(Now));

        // Of thirty calls twenty were refused, ten more than accepted.
        for (var i = 0; i < 10; i++)
            key.CountSuccess("m");
        endpoint.TakeReport([], Now);
        Assert.Equal(323, Enumerable.Range(0, 1_000).Count(_ => endpoint.StandsBack(Now)), tolerance: 1);

        endpoint.TakeReport([], Now + 120_000);
        Assert.False(endpoint.StandsBack(Now + 120_000));
    }

    [Fact]
    public void Calls_that_are_kept_away_count_as_asked_for_and_a_few_always_go()
    {
        var views = Pool(1);
        var endpoint = views.Endpoint("p");
        Refused(endpoint, views["k1"], times: 1);
        for (var i = 0; i < 10_000; i++)
            endpoint.CountKeptAway(Now);
        endpoint.TakeReport([], Now);

        Assert.Equal(10, Enumerable.Range(0, 1_000).Count(_ => !endpoint.StandsBack(Now)));
    }

    [Fact]
    public void What_a_slow_start_holds_back_is_no_overload()
    {
        var endpoint = Pool(1).Endpoint("p");
        endpoint.Apply(Status(EndpointState.Active) with { SlowStartLeftMs = 10_000, SlowStartMs = 10_000 }, Now);
        for (var i = 0; i < 1_000; i++)
            endpoint.CountKeptAway(Now);

        endpoint.TakeReport([], Now);

        Assert.Equal(100, Enumerable.Range(0, 1_000).Count(_ => !endpoint.StandsBack(Now)));
        Assert.False(endpoint.StandsBack(Now + 10_000));
    }

    [Fact]
    public void A_fault_is_no_overload()
    {
        var views = Pool(1);
        for (var i = 0; i < 4; i++)
            views.Endpoint("p").Failed(views["k1"], "m", FailureClassifier.Transport(TransportFault.Reset), Now);

        Assert.False(views.Endpoint("p").StandsBack(Now));
    }

    [Fact]
    public void Turns_are_exact_for_callers_that_call_at_once()
    {
        _endpoint.Apply(Status(EndpointState.Active) with { SlowStartLeftMs = 10_000, SlowStartMs = 10_000 }, Now);
        var entered = 0;

        Parallel.For(0, 10_000, _ =>
        {
            if (!_endpoint.StandsBack(Now))
                Interlocked.Increment(ref entered);
        });

        Assert.Equal(1_000, entered);
    }

    [Fact]
    public void Without_the_control_plane_it_is_used_again_when_its_time_is_up()
    {
        var time = new FakeTimeProvider();
        var contact = new ControlPlaneContact(time);
        var endpoint = new EndpointView("p", contact);
        contact.Heard();
        var now = time.MonotonicMs();
        endpoint.Apply(Status(EndpointState.Open) with { UntilInMs = 5_000 }, now);

        Assert.False(endpoint.IsUsable(now + 4_999));
        Assert.True(endpoint.IsUsable(now + 5_000));
        time.Advance(TimeSpan.FromMilliseconds(5_000));
        contact.Heard();
        Assert.False(endpoint.IsUsable(now + 5_000));
    }

    [Theory]
    [InlineData(4, 3, true)]
    [InlineData(4, 2, false)]
    [InlineData(3, 3, false)]
    [InlineData(10, 8, true)]
    [InlineData(10, 7, false)]
    public void When_too_few_keys_are_left_their_circuits_are_ignored(int keys, int open, bool ignored)
    {
        var views = Pool(keys);
        for (var i = 1; i <= open; i++)
            Become(views, i, KeyHealthState.Open, version: 1);

        Assert.Equal(ignored, views["k1"].IsUsable("m", Now));
        Assert.Equal(ignored, views.Endpoint("p").Panics);
        Become(views, 1, KeyHealthState.Active, version: 2);
        Become(views, 2, KeyHealthState.Active, version: 2);
        Assert.Equal(open < 3, views["k3"].IsUsable("m", Now));
    }

    [Fact]
    public void Never_those_of_keys_that_are_dead_out_of_quota_disabled_or_throttled()
    {
        var views = Pool(8);
        KeyHealthState[] states = [KeyHealthState.Open, KeyHealthState.Open, KeyHealthState.Open, KeyHealthState.Open, KeyHealthState.Throttled, KeyHealthState.Dead, KeyHealthState.QuotaOut, KeyHealthState.Disabled];
        for (var i = 0; i < states.Length; i++)
            Become(views, i + 1, states[i], version: 1);

        Assert.Equal([true, true, true, true, false, false, false, false], Enumerable.Range(1, 8).Select(i => views[$"k{i}"].IsUsable("m", Now)));
    }

    [Fact]
    public void Throttles_that_end_by_time_end_the_panic_too()
    {
        var views = Pool(4);
        Become(views, 1, KeyHealthState.Open, version: 1);
        for (var i = 2; i <= 4; i++)
            Become(views, i, KeyHealthState.Throttled, version: 1);
        Assert.True(views["k1"].IsUsable("m", Now));

        views.Endpoint("p").Count(Now + 1_000);

        Assert.False(views["k1"].IsUsable("m", Now + 1_000));
    }

    private static void Refused(EndpointView endpoint, KeyView key, int times)
    {
        for (var i = 0; i < times; i++)
            endpoint.Failed(key, "m", new UpstreamFailure { Class = FailureClass.Overloaded, Scope = FailureScope.ProviderModel }, Now);
    }

    private static KeyViews Pool(int keys)
    {
        var views = new KeyViews();
        var list = string.Join(", ", Enumerable.Range(1, keys).Select(i => $"{{ id: k{i}, secret: s{i} }}"));
        views.Follow(new TestCatalog($"providers: [ {{ id: p, baseUrl: 'http://p/', keys: [ {list} ] }} ]").Table, Now);
        return views;
    }

    private static void Become(KeyViews views, int key, KeyHealthState state, long version) =>
        views[$"k{key}"].Apply(new KeyStatus { KeyId = $"k{key}", Epoch = 1, Version = version, State = state, UntilInMs = state == KeyHealthState.Active ? null : 1_000 }, Now);

    private static EndpointStatus Status(EndpointState state) => new() { EndpointId = "p", Epoch = 1, Version = 1, State = state };
}
