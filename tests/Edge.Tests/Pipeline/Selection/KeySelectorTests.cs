using AiGateway.Core.Health;
using AiGateway.Core.Limits.Edge;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Tests.Pipeline.Selection;

/// <summary>Which key a call gets that belongs to no account.</summary>
public sealed class KeySelectorTests
{
    private const string Two = "{ id: a, secret: s }, { id: b, secret: t }";

    private static readonly UpstreamFailure ServerError = new() { Class = FailureClass.Transient, Scope = FailureScope.KeyModel, Status = 500 };

    private readonly SelectorBench _bench = new(Two);
    private readonly Dictionary<string, int> _taken = [];

    [Fact]
    public void Keys_that_cost_alike_are_taken_by_weight_and_disabled_ones_never()
    {
        var bench = new SelectorBench("{ id: a, secret: s, weight: 3 }, { id: b, secret: t }, { id: c, secret: u, disabled: true }");

        var taken = bench.Count(4_000);

        Assert.Equal(["a", "b"], taken.Keys.Order());
        Assert.InRange(taken["a"], 2_850, 3_150);
    }

    [Fact]
    public void A_key_that_was_tried_or_is_out_is_not_taken()
    {
        _bench.Quarantine("a");

        Assert.Equal(["b"], _bench.Count(20).Keys);
        Assert.Null(_bench.Choose(tried: "b"));
    }

    [Fact]
    public void An_offered_probe_is_taken_once_and_by_a_call_that_has_not_tried_the_key()
    {
        _bench.Becomes("b", KeyHealthState.Open, version: 1);
        _bench.Views["b"].Probe.Offer(new("ticket", 1, ProbeKind.RealCall), long.MaxValue);

        Assert.Null(_bench.Choose(tried: "b")!.Value.Probe);
        var probe = _bench.Choose()!.Value;
        Assert.Equal(("b", "ticket"), (probe.Key.Id, probe.Probe!.Ticket));
        Assert.Equal("a", _bench.Key());
    }

    [Theory]
    [InlineData(10_000, 7, 11)]
    [InlineData(5_000, 33, 38)]
    public void A_key_that_is_coming_back_gets_no_more_for_being_idle(long slowStartLeftMs, int leastPercent, int mostPercent)
    {
        _bench.Becomes("b", new KeyStatus { KeyId = "b", Epoch = 1, Version = 1, SlowStartLeftMs = slowStartLeftMs, SlowStartMs = 10_000 });
        for (var i = 0; i < 5; i++)
            _bench.Views["a"].Load.Begin();
        _bench.Views["a"].Load["gpt"].Measured(300, _bench.Now);
        _bench.Views["b"].Load["gpt"].Measured(30, _bench.Now);

        Assert.InRange(_bench.Count(4_000)["b"], 40 * leastPercent, 40 * mostPercent);
    }

    [Fact]
    public void A_slow_key_gets_fewer_calls_than_a_fast_one()
    {
        for (var second = 0; second < 60; second++)
            _bench.Second(20, (pace, key) => pace.Measured(key == "a" ? 3_000 : 300, _bench.Now), _taken);

        Assert.InRange(_taken["a"], 1, 60);
        Assert.Equal(1_200, _taken.Values.Sum());
    }

    [Fact]
    public void A_key_that_has_become_fast_again_gets_its_share_within_a_minute()
    {
        _bench.Second(20, (pace, key) => pace.Measured(key == "a" ? 3_000 : 300, _bench.Now), _taken);
        for (var second = 0; second < 60; second++)
            _bench.Second(20, (pace, _) => pace.Measured(300, _bench.Now), _taken);
        _taken.Clear();
        _bench.Second(400, (pace, _) => pace.Measured(300, _bench.Now), _taken);

        Assert.InRange(_taken["a"], 120, 280);
    }

    [Fact]
    public void A_key_that_fails_at_once_gets_hardly_any_calls()
    {
        for (var second = 0; second < 60; second++)
        {
            _bench.Second(20, (pace, key) =>
            {
                if (key == "a")
                    pace.Failed(ServerError, 1, _bench.Now);
                else
                    pace.Measured(300, _bench.Now);
            }, _taken);
        }

        Assert.InRange(_taken["a"], 1, 4);
    }

    [Fact]
    public void A_key_that_was_brought_back_pays_no_more_for_its_failures()
    {
        _bench.Views["a"].Load["gpt"].Failed(ServerError, 1, _bench.Now);
        Assert.Equal(["b"], _bench.Count(50).Keys);

        _bench.Becomes("a", KeyHealthState.Open, version: 1);
        _bench.Becomes("a", KeyHealthState.Active, version: 2);

        Assert.InRange(_bench.Count(400)["a"], 120, 280);
    }

    [Theory]
    [InlineData(FailureClass.KeyThrottled)]
    [InlineData(FailureClass.KeyDead)]
    [InlineData(FailureClass.ClientError)]
    [InlineData(FailureClass.ClientCancelled)]
    public void What_takes_a_key_out_by_itself_or_is_not_its_fault_costs_it_nothing_more(FailureClass failure)
    {
        _bench.Views["a"].Load["gpt"].Failed(ServerError with { Class = failure }, 1, _bench.Now);

        Assert.InRange(_bench.Count(400)["a"], 120, 280);
    }

    [Fact]
    public void A_key_nobody_has_measured_is_left_alone_while_it_is_busy()
    {
        _bench.Views["b"].Load["gpt"].Measured(300, _bench.Now);
        Assert.Equal(["a"], _bench.Count(20).Keys);

        _bench.Views["a"].Load.Begin();
        Assert.Equal(["b"], _bench.Count(20).Keys);

        _bench.Views["a"].Load.End();
        Assert.Equal(["a"], _bench.Count(20).Keys);
    }

    [Fact]
    public void Calls_under_way_weigh_against_speed()
    {
        _bench.Views["a"].Load["gpt"].Measured(100, _bench.Now);
        _bench.Views["b"].Load["gpt"].Measured(300, _bench.Now);
        Assert.Equal(["a"], _bench.Count(20).Keys);

        for (var i = 0; i < 5; i++)
            _bench.Views["a"].Load.Begin();

        Assert.Equal(["b"], _bench.Count(20).Keys);
    }

    [Fact]
    public void What_one_model_takes_says_nothing_of_another()
    {
        _bench.Views["a"].Load["a slow model"].Measured(60_000, _bench.Now);

        Assert.InRange(_bench.Count(400)["a"], 120, 280);
    }

    [Fact]
    public async Task An_account_with_little_left_is_drawn_less_often()
    {
        var bench = new SelectorBench("{ id: a, secret: s, limits: { requestsPerDay: 100 } }, { id: b, secret: t, limits: { requestsPerDay: 100 } }");
        var (account, lease) = (bench.Account("a"), bench.Leases.For(bench.Account("a")));
        for (var used = 0; used < 90; used++)
        {
            if (lease.TryTake(default, account).Outcome != AdmitOutcome.Admitted)
                Assert.Equal(AdmitOutcome.Admitted, (await lease.TakeAfterReport(default, account, TestContext.Current.CancellationToken))!.Value.Outcome);
        }

        Assert.InRange(bench.Leases.Headroom(account, bench.Now), 0.05, 0.15);
        Assert.InRange(bench.Count(1_000)["a"], 40, 150);
    }

    [Fact]
    public void As_many_keys_as_a_catalog_may_hold_can_be_selected_from()
    {
        var keys = string.Join(", ", Enumerable.Range(0, Core.Catalog.CatalogBounds.KeysPerProvider).Select(n => $"{{ id: k{n}, secret: s{n} }}"));

        Assert.NotNull(new SelectorBench(keys).Key());
        Assert.NotNull(new SelectorBench(keys, affinity: "on").Key("s"));
    }

    [Theory]
    [InlineData("off", null)]
    [InlineData("on", "session")]
    public void A_choice_allocates_nothing(string affinity, string? session)
    {
        var bench = new SelectorBench(
            "{ id: a, secret: s, limits: { requestsPerMinute: 100 } }, { id: b, secret: t, limits: { requestsPerMinute: 100 } }, { id: c, secret: u, quotaGroup: g }, { id: d, secret: v, quotaGroup: g }", affinity);
        foreach (var key in (string[])["a", "b"])
            bench.Leases.For(bench.Account(key));

        Assert.InRange(bench.Allocated(session), 0, 1);
    }
}
