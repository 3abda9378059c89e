using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;

namespace AiGateway.Core.Tests.Limits;

public sealed class SlotLimitTests
{
    private const LimitDimension Slots = LimitDimension.Concurrent;

    [Fact]
    public void A_slot_is_free_again_when_its_call_ends()
    {
        var bench = new Bench(new Limit(Slots, 2, true));
        var edge = Bench.Edge();
        var first = bench.Call(edge)!.Value;
        Assert.NotNull(bench.Call(edge));
        Assert.Null(bench.Call(edge));
        bench.Settle(edge, first);
        Assert.NotNull(bench.Call(edge));
        Assert.Equal(2, edge.InUse);
    }

    [Fact]
    public void Slots_of_a_lost_edge_are_held_until_its_longest_call_has_ended()
    {
        var bench = new Bench(new Limit(Slots, 2, false));
        var lost = Bench.Edge("lost");
        bench.Call(lost);
        bench.Call(lost);
        bench.Exchange(lost);
        var other = Bench.Edge("other");
        bench.NowMs += Bench.Terms.SilenceMs;
        Assert.Null(bench.Call(other));
        bench.NowMs += Bench.Terms.LeaseMs + Bench.Terms.ExpirySlackMs;
        Assert.NotNull(bench.Call(other));
    }

    [Fact]
    public void An_edge_that_has_restarted_has_no_calls_any_more()
    {
        var bench = new Bench(new Limit(Slots, 2, false));
        var before = Bench.Edge("a", incarnation: 1);
        bench.Call(before);
        bench.Call(before);
        var after = Bench.Edge("a", incarnation: 2);
        Assert.Null(bench.Call(after));
        bench.NowMs += 1_000;
        bench.Exchange(after);
        Assert.NotNull(bench.Call(after));
    }

    [Fact]
    public void A_late_report_does_not_free_slots_in_which_calls_have_begun_since()
    {
        var bench = new Bench(new Limit(Slots, 2, false));
        var edge = Bench.Edge();
        var first = bench.Call(edge)!.Value;
        bench.Settle(edge, first);
        bench.NowMs += 1_000;
        bench.Exchange(edge);
        var late = edge.BeginReport(bench.Limits, bench.NowMs);
        edge.Fail();
        Assert.NotNull(bench.Call(edge));
        Assert.NotNull(bench.Call(edge));
        bench.NowMs += Bench.Terms.LeaseMs + Bench.Terms.ExpirySlackMs;
        bench.Serve(late);
        Assert.Null(bench.Call(Bench.Edge("other")));
    }

    [Fact]
    public void A_successor_waits_for_each_edge_that_may_hold_slots()
    {
        var bench = new Bench(new Limit(Slots, 4, true));
        var (busy, idle, fresh) = (Bench.Edge("busy"), Bench.Edge("idle"), Bench.Edge("fresh"));
        bench.Call(busy);
        bench.Call(busy);
        bench.Settle(idle, bench.Call(idle)!.Value);
        bench.NowMs += 4_000;
        bench.Exchange(busy);
        bench.TakeOver();

        Assert.Null(bench.Call(fresh));
        bench.Exchange(idle);
        bench.Exchange(idle);
        bench.Exchange(busy);
        bench.NowMs += 1_000;
        Assert.Null(bench.Call(fresh));
        bench.Exchange(busy);
        bench.NowMs += 1_000;
        Assert.NotNull(bench.Call(fresh));
    }

    [Fact]
    public void A_lowered_limit_takes_slots_from_a_busy_edge_as_its_calls_end()
    {
        var bench = new Bench(new Limit(Slots, 4, true));
        var edge = Bench.Edge();
        var calls = Enumerable.Range(0, 4).Select(_ => bench.Call(edge)!.Value).ToList();
        bench.Change(new Limit(Slots, 2, true));
        bench.Exchange(edge);
        bench.Settle(edge, calls[0]);
        Assert.Null(bench.Call(edge));
        bench.Settle(edge, calls[1]);
        Assert.Null(bench.Call(edge));
        bench.Settle(edge, calls[2]);
        bench.NowMs += 1_000;
        Assert.NotNull(bench.Call(edge));
        Assert.Equal(2, edge.InUse);
    }

    [Fact]
    public void A_call_ended_twice_frees_one_slot()
    {
        var bench = new Bench(new Limit(Slots, 2, false));
        var edge = Bench.Edge();
        var call = bench.Call(edge)!.Value;
        bench.Call(edge);
        bench.Settle(edge, call);
        bench.Settle(edge, call);
        edge.Release(call, bench.NowMs);
        Assert.Equal(1, edge.InUse);
        Assert.Equal(AdmitOutcome.Admitted, bench.Try(edge).Outcome);
        Assert.NotEqual(AdmitOutcome.Admitted, bench.Try(edge).Outcome);
    }
}
