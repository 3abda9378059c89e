using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class WalletSlotTests
{
    private readonly Bench _bench = new(new() { Concurrent = 3 });

    [Fact]
    public void As_many_calls_run_as_there_are_slots_and_an_ended_one_makes_room()
    {
        var calls = new[] { _bench.Call(), _bench.Call(), _bench.Call() };
        Assert.All(calls, call => Assert.Equal(AdmitOutcome.Admitted, call.Outcome));
        Assert.Equal(new(LimitDimension.Concurrent, 3, 0, 1_000), _bench.Call().Refusal);
        _bench.Edge().Settle(calls[1].Reservation, 0);
        Assert.Equal(AdmitOutcome.Admitted, _bench.Edge().TryAdmit(0, _bench.Limits, 0).Outcome);
    }

    [Fact]
    public void A_slot_freed_at_one_edge_soon_serves_another()
    {
        var calls = new[] { _bench.Call(), _bench.Call(), _bench.Call() };
        Assert.Equal(AdmitOutcome.Refused, _bench.Call(id: "b").Outcome);
        _bench.Edge().Settle(calls[0].Reservation, 0);
        _bench.Pass(1_500, "a");
        Assert.Equal(AdmitOutcome.Admitted, _bench.Call(id: "b").Outcome);
    }

    [Fact]
    public void Running_calls_keep_their_slots_as_long_as_reports_arrive()
    {
        _bench.Call();
        _bench.Call();
        _bench.Call();
        _bench.Pass(60_000, "a");
        Assert.Equal(AdmitOutcome.Refused, _bench.Call(id: "b").Outcome);
    }

    [Fact]
    public void A_lapsed_lease_admits_no_new_call_while_running_ones_go_on()
    {
        var running = _bench.Call();
        _bench.Edge().Settle(_bench.Call().Reservation, 0);
        Assert.Equal(AdmitOutcome.Admitted, _bench.Edge().TryAdmit(0, _bench.Limits, 9_499).Outcome);
        Assert.Equal(AdmitOutcome.NeedsLease, _bench.Edge().TryAdmit(0, _bench.Limits, 9_500).Outcome);
        Assert.Equal(2, _bench.Edge().InUse);
        _bench.Edge().Settle(running.Reservation, 0);
        Assert.Equal(1, _bench.Edge().InUse);
    }

    [Fact]
    public void An_idle_edge_gives_all_its_slots_back()
    {
        _bench.Edge().Settle(_bench.Call().Reservation, 0);
        _bench.Pass(2_500, "a");
        Assert.Equal(0, _bench.Ledger.Edges.Leases.Single().Slots);
        Assert.True(_bench.Edge().IsEmpty(_bench.Now));
    }

    [Fact]
    public void Slots_called_in_are_reported_without_delay()
    {
        var wallet = _bench.Edge();
        var first = _bench.Call();
        var second = _bench.Call();
        _bench.Call();
        wallet.Settle(first.Reservation, 0);
        wallet.Settle(second.Reservation, 0);
        Assert.Equal(2, wallet.BeginRefill(_bench.Limits, 100).SlotsHeld - wallet.InUse);
        wallet.Apply(new LeaseReply { Sequence = 4, SlotsHeld = 1, SlotLifetimeMs = 10_000 }, 100);
        Assert.True(wallet.HasWork(101));
        Assert.Equal(1, wallet.BeginRefill(_bench.Limits, 101).SlotsHeld);
        wallet.Apply(new LeaseReply { Sequence = 5, SlotsHeld = 1, SlotLifetimeMs = 10_000 }, 101);
        Assert.False(wallet.HasWork(102));
    }

    [Fact]
    public void A_restarted_edge_starts_without_slots_and_frees_those_of_its_predecessor()
    {
        _bench.Call();
        _bench.Call();
        _bench.Call();
        Assert.Equal(AdmitOutcome.Admitted, _bench.Call(incarnation: 2).Outcome);
    }
}
