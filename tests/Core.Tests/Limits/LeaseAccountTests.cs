using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;

namespace AiGateway.Core.Tests.Limits;

public sealed class LeaseAccountTests
{
    private const LimitDimension Minute = LimitDimension.RequestsPerMinute;
    private const LimitDimension Tokens = LimitDimension.TokensPerMinute;

    [Fact]
    public void Leased_permits_admit_without_asking()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        var edge = Bench.Edge();
        Assert.Equal(AdmitOutcome.NeedsLease, bench.Try(edge).Outcome);
        bench.Exchange(edge);
        Assert.Equal(AdmitOutcome.Admitted, bench.Try(edge).Outcome);
        Assert.True(edge.Available(Minute, bench.NowMs) > 0);
    }

    [Fact]
    public void Headroom_is_what_the_scarcest_limit_has_left_as_long_as_that_is_known()
    {
        var bench = new Bench(new Limit(Minute, 100, false), new Limit(Tokens, 1_000_000, false));
        var edge = Bench.Edge();
        Assert.Equal(1, edge.Headroom(bench.Limits, bench.NowMs));
        Assert.Equal(70, bench.Calls(edge, 70));
        bench.Exchange(edge);
        Assert.InRange(edge.Headroom(bench.Limits, bench.NowMs), 0.25, 0.3);
        bench.NowMs += 62_000;
        Assert.Equal(1, edge.Headroom(bench.Limits, bench.NowMs));
    }

    [Fact]
    public void A_lease_lasts_from_the_moment_its_report_was_sent()
    {
        var bench = new Bench(new Limit(Minute, 100, false));
        var edge = Bench.Edge();
        bench.Try(edge);
        var sentMs = bench.NowMs;
        var reply = bench.Serve(edge.BeginReport(bench.Limits, sentMs));
        bench.NowMs += 2_000;
        edge.Apply(reply, sentMs, bench.NowMs);
        bench.NowMs = sentMs + Bench.Terms.Usable(Bench.Terms.LeaseMs) - 1;
        Assert.True(edge.Available(Minute, bench.NowMs) > 0);
        bench.NowMs++;
        Assert.Equal(0, edge.Available(Minute, bench.NowMs));
    }

    [Fact]
    public void A_reply_of_an_earlier_owner_changes_nothing()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        var edge = Bench.Edge();
        bench.Try(edge);
        var late = bench.Serve(edge.BeginReport(bench.Limits, bench.NowMs));
        edge.Fail();
        bench.TakeOver();
        bench.Try(edge);
        bench.Exchange(edge);
        var available = edge.Available(Minute, bench.NowMs);
        edge.Apply(late, bench.NowMs, bench.NowMs);
        Assert.Equal(available, edge.Available(Minute, bench.NowMs));
    }

    [Fact]
    public void A_refusal_is_repeated_for_as_long_as_the_owner_said_and_takes_nothing()
    {
        var bench = new Bench(new Limit(Minute, 3, false));
        var edge = Bench.Edge();
        Assert.Equal(3, bench.Calls(edge, 5));
        bench.NowMs += 1_000;
        Assert.Equal(AdmitOutcome.NeedsLease, bench.Try(edge).Outcome);
        bench.Exchange(edge);
        var refused = bench.Try(edge);
        Assert.Equal(AdmitOutcome.Refused, refused.Outcome);
        Assert.Equal((Minute, 3L, 0L), (refused.Refusal.Dimension, refused.Refusal.Limit, refused.Refusal.Remaining));
        Assert.InRange(refused.Refusal.RetryAfterMs, 58_000, 59_200);
        Assert.Equal(3, bench.Owner.Ledgers[Minute]!.Charges.Used + bench.Owner.Ledgers[Minute]!.Out);
    }

    [Fact]
    public void A_raised_limit_is_asked_about_although_the_old_one_was_refused()
    {
        var bench = new Bench(new Limit(Minute, 3, false));
        var edge = Bench.Edge();
        bench.Calls(edge, 5);
        bench.Change(new Limit(Minute, 5, false));
        Assert.Equal(2, bench.Calls(edge, 5));
    }

    [Fact]
    public void What_a_call_did_not_use_is_given_back()
    {
        var bench = new Bench(new Limit(Tokens, 1_000, true));
        var edge = Bench.Edge();
        var call = bench.Call(edge, 800)!.Value;
        Assert.Null(bench.Call(edge, 800));
        bench.Settle(edge, call, 100);
        bench.NowMs += 1_000;
        Assert.NotNull(bench.Call(edge, 800));
    }

    [Fact]
    public void What_a_call_used_beyond_its_reservation_is_owed_before_the_next()
    {
        var bench = new Bench(new Limit(Tokens, 1_000, false));
        var edge = Bench.Edge();
        var call = bench.Call(edge, 100)!.Value;
        bench.Settle(edge, call, 900);
        bench.NowMs += 1_000;
        Assert.Null(bench.Call(edge, 200));
        bench.NowMs += 1_000;
        Assert.NotNull(bench.Call(edge, 50));
        Assert.Equal(900, bench.Owner.Ledgers[Tokens]!.Charges.Used);
    }

    [Fact]
    public void A_call_that_never_reached_a_provider_is_not_counted()
    {
        var bench = new Bench(new Limit(Minute, 1, false));
        var edge = Bench.Edge();
        for (var round = 0; round < 5; round++)
            edge.Release(bench.Call(edge)!.Value, bench.NowMs);
        Assert.NotNull(bench.Call(edge));
        Assert.Null(bench.Call(edge));
    }

    [Fact]
    public void One_that_was_counted_already_is_refunded()
    {
        var bench = new Bench(new Limit(Minute, 1, false));
        var edge = Bench.Edge();
        var call = bench.Call(edge)!.Value;
        bench.NowMs += 1_000;
        bench.Exchange(edge);
        Assert.Equal(1, bench.Owner.Ledgers[Minute]!.Charges.Used);
        edge.Release(call, bench.NowMs);
        bench.NowMs += 1_000;
        Assert.True(edge.ReportDue(bench.Limits, bench.NowMs));
        bench.Exchange(edge);
        Assert.Equal(0, bench.Owner.Ledgers[Minute]!.Charges.Used);
        Assert.NotNull(bench.Call(edge));
    }

    [Fact]
    public void A_refund_that_is_heard_after_its_charge_has_left_the_window_frees_no_other()
    {
        var bench = new Bench(new Limit(LimitDimension.RequestsPer10Seconds, 2, false));
        var edge = Bench.Edge();
        var call = bench.Call(edge)!.Value;
        bench.Exchange(edge);
        bench.NowMs += 8_000;
        bench.Settle(edge, bench.Call(edge)!.Value);
        bench.Exchange(edge);
        edge.Release(call, bench.NowMs);
        var late = edge.BeginReport(bench.Limits, bench.NowMs);
        bench.NowMs += 5_000;
        bench.Serve(late);
        Assert.Equal(1, bench.Owner.Ledgers[LimitDimension.RequestsPer10Seconds]!.Charges.Used);
    }

    [Fact]
    public void A_released_call_that_was_counted_gives_no_permit_in_place_of_a_later_one()
    {
        var bench = new Bench(new Limit(Minute, 2, false));
        var edge = Bench.Edge();
        var early = bench.Call(edge)!.Value;
        bench.Exchange(edge);
        bench.NowMs += 5_000;
        bench.Call(edge);
        edge.Release(early, bench.NowMs);
        // The charge of the early call would leave the window five seconds before the later call does.
        Assert.Equal(0, edge.Available(Minute, bench.NowMs));
    }

    [Fact]
    public void Calls_under_way_when_a_lease_is_replaced_are_not_charged_twice()
    {
        var bench = new Bench(new Limit(Tokens, 1_000, true));
        var edge = Bench.Edge();
        var call = bench.Call(edge, 100)!.Value;
        bench.TakeOver();
        bench.Exchange(edge);
        var before = bench.Owner.Ledgers[Tokens]!.Charges.Used;
        bench.Settle(edge, call, 100);
        bench.NowMs += 1_000;
        bench.Exchange(edge);
        Assert.Equal(before, bench.Owner.Ledgers[Tokens]!.Charges.Used);
    }

    [Fact]
    public void An_edge_gives_back_what_it_does_not_need_and_is_forgotten()
    {
        var bench = new Bench(new Limit(Minute, 1_000, true));
        var edge = Bench.Edge();
        bench.Calls(edge, 20);
        Assert.False(edge.IsIdle(bench.NowMs));
        for (var second = 0; second < 15; second++)
        {
            bench.NowMs += 1_000;
            if (edge.ReportDue(bench.Limits, bench.NowMs))
                bench.Exchange(edge);
        }
        Assert.True(edge.IsIdle(bench.NowMs));
        Assert.Equal(0, bench.Owner.Ledgers[Minute]!.Out);
        Assert.Equal(20, bench.Owner.Ledgers[Minute]!.Charges.Used);
    }

    [Fact]
    public void An_edge_that_is_told_of_scarcity_keeps_half_a_second_of_its_demand()
    {
        var bench = new Bench(new Limit(Minute, 10_000, false));
        var edge = Bench.Edge();
        bench.Calls(edge, 100);
        bench.Exchange(edge);
        Assert.True(edge.Available(Minute, bench.NowMs) > 400);
        edge.Recall();
        bench.NowMs += 250;
        Assert.True(edge.ReportDue(bench.Limits, bench.NowMs));
        edge.BeginReport(bench.Limits, bench.NowMs);
        Assert.InRange(edge.Available(Minute, bench.NowMs), 30, 50);
    }

    [Fact]
    public void Without_its_store_the_owner_is_not_asked_again_at_once()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        var edge = Bench.Edge();
        bench.Try(edge);
        edge.Apply(bench.Owner.Serve(edge.BeginReport(bench.Limits, bench.NowMs), bench.NowMs).Reply, bench.NowMs, bench.NowMs);
        Assert.Equal(AdmitOutcome.Unavailable, bench.Try(edge).Outcome);
        bench.NowMs += 100;
        Assert.Equal(AdmitOutcome.NeedsLease, bench.Try(edge).Outcome);
    }

    [Fact]
    public void Daily_permits_end_with_the_day_and_what_was_used_is_forgotten()
    {
        var bench = new Bench(new Limit(LimitDimension.RequestsPerDay, 5, true));
        var edge = Bench.Edge();
        bench.NowMs += (12 * 3_600_000) - 2_000;
        Assert.Equal(4, bench.Calls(edge, 4));
        bench.Exchange(edge);
        bench.NowMs += 2_000;
        Assert.Equal(0, edge.Available(LimitDimension.RequestsPerDay, bench.NowMs));
        Assert.Equal(5, bench.Calls(edge, 9));
    }

    [Fact]
    public void A_call_of_yesterday_is_not_charged_to_today()
    {
        var bench = new Bench(new Limit(LimitDimension.TokensPerDay, 1_000, true));
        var edge = Bench.Edge();
        bench.NowMs += (12 * 3_600_000) - 2_000;
        var call = bench.Call(edge, 600)!.Value;
        bench.NowMs += 3_000;
        bench.Exchange(edge);
        bench.Settle(edge, call, 600);
        bench.NowMs += 1_000;
        Assert.NotNull(bench.Call(edge, 900));
    }

    [Fact]
    public void Admitting_and_settling_allocate_nothing()
    {
        var bench = new Bench(new Limit(Minute, 1_000_000, false), new Limit(Tokens, 1_000_000_000, false), new Limit(LimitDimension.Concurrent, 100, false));
        var edge = Bench.Edge();
        for (var call = 0; call < 100; call++)
            bench.Settle(edge, bench.Call(edge, 10)!.Value, 10);
        bench.Exchange(edge);
        Cycle();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 100; call++)
            Cycle();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Cycle()
        {
            var admitted = edge.TryAdmit(new CallDemand(1, 0), bench.Limits, bench.NowMs);
            if (admitted.Outcome != AdmitOutcome.Admitted)
                throw new InvalidOperationException("Not admitted.");
            edge.Settle(admitted.Reservation, new CallDemand(1, 0), bench.NowMs);
        }
    }
}
