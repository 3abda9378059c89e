using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Tests.Limits;

public sealed class LimitOwnerTests
{
    private const LimitDimension Minute = LimitDimension.RequestsPerMinute;
    private const LimitDimension Ten = LimitDimension.RequestsPer10Seconds;

    [Fact]
    public void Each_grant_is_half_of_what_is_left_and_the_last_permits_go_one_by_one()
    {
        var bench = new Bench(new Limit(Minute, 100, false));
        var lease = default(LeaseId);
        List<long> granted = [0];
        for (var round = 0; round < 8; round++)
        {
            var reply = bench.Ask("a", lease, Wants(1_000));
            lease = reply.Lease;
            granted.Add(reply.Permits[0].Granted);
        }
        Assert.Equal([50, 25, 12, 6, 3, 2, 1, 1], granted.Zip(granted.Skip(1), (before, after) => after - before));
    }

    [Fact]
    public void What_is_used_and_what_edges_hold_is_told_apart_and_in_the_order_of_the_dimensions()
    {
        var bench = new Bench(new Limit(Minute, 100, false), new Limit(Ten, 60, true));
        var lease = bench.Ask("a", default, Wants(40, need: 1)).Lease;
        var use = bench.Owner.Uses(bench.NowMs);

        Assert.Equal([(Ten, 60L, true, 0L), (Minute, 100L, false, 0L)], use.Select(u => (u.Dimension, u.Bound, u.Hard, u.Used)));
        Assert.All(use, u => Assert.InRange(u.AtEdges, u.Dimension == Ten ? 0 : 1, 50));

        bench.Ask("a", lease, new PermitReport(Minute, 10, 0, 0, 0, 0));
        var later = bench.Owner.Uses(bench.NowMs).Single(u => u.Dimension == Minute);

        Assert.Equal((10L, use.Single(u => u.Dimension == Minute).AtEdges - 10), (later.Used, later.AtEdges));
        Assert.InRange(later.ResetMs, 60_000, 61_000);
    }

    [Fact]
    public void Edges_share_what_is_left()
    {
        var bench = new Bench(new Limit(Minute, 100, false));
        bench.Ask("a", default);
        Assert.Equal(25, bench.Ask("b", default, Wants(1_000)).Permits[0].Granted);
    }

    [Fact]
    public void Nothing_of_a_hard_limit_is_granted_before_a_record_covers_it()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        var report = bench.Report("a", default, Wants(10, need: 10));

        var first = bench.Owner.Serve(report, bench.NowMs);
        Assert.True(first.AwaitsWrite);
        Assert.Equal(0, first.Reply.Permits[0].Granted);

        Assert.True(bench.Store());
        Assert.True(bench.Record!.Ledgers[0].Outstanding >= 10);
        Assert.Equal(10, bench.Owner.Serve(report, bench.NowMs, again: true).Reply.Permits[0].Granted);
    }

    [Fact]
    public void A_write_that_may_have_failed_covers_nothing()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        var report = bench.Report("a", default, Wants(10, need: 1));
        bench.Owner.Serve(report, bench.NowMs);
        Assert.NotNull(bench.Owner.BeginWrite(bench.NowMs));

        bench.Owner.NotWritten(fenced: false);

        Assert.False(bench.Owner.Fenced);
        var again = bench.Owner.Serve(report, bench.NowMs, again: true);
        Assert.True(again.Reply.Unstored);
        Assert.Equal(0, again.Reply.Permits[0].Granted);
    }

    [Fact]
    public void A_first_write_that_may_have_failed_ends_the_owner_for_its_epoch_may_be_anothers()
    {
        var owner = new Core.Limits.Owner.LimitOwner(null, new([new(Minute, 100, true)]), 1, 0, 0, Bench.Terms);
        Assert.NotNull(owner.BeginWrite(0));
        owner.NotWritten(fenced: false);
        Assert.True(owner.Fenced);
        Assert.Null(owner.BeginWrite(0));
    }

    [Fact]
    public void An_owner_that_was_overwritten_serves_nobody()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        bench.Ask("a", default, Wants(10, need: 1));
        bench.NowMs += 3_000;
        bench.Owner.Serve(bench.Report("b", default, Wants(90, need: 50)), bench.NowMs);
        Assert.NotNull(bench.Owner.BeginWrite(bench.NowMs));

        bench.Owner.NotWritten(fenced: true);

        Assert.False(bench.Owner.Serves);
        Assert.Empty(bench.Owner.Serve(bench.Report("a", default, Wants(1)), bench.NowMs).Reply.Permits);
    }

    [Fact]
    public void Past_the_horizon_of_its_record_an_owner_neither_grants_nor_renews()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        var lease = bench.Ask("a", default, Wants(10, need: 10)).Lease;
        bench.NowMs += Bench.Terms.HorizonMs;
        Assert.True(bench.Owner.Serve(bench.Report("a", lease), bench.NowMs).Reply.LifetimeMs > 0);
        bench.NowMs++;
        var reply = bench.Owner.Serve(bench.Report("a", lease, Wants(1)), bench.NowMs).Reply;
        Assert.Equal(0, reply.LifetimeMs);
        Assert.Equal(10, reply.Permits[0].Granted);
    }

    [Fact]
    public void A_few_free_permits_are_stored_a_few_times_a_second_and_none_of_them_is_lost()
    {
        var bench = new Bench(new Limit(Minute, 1_000, true));
        var lease = bench.Ask("a", default, Wants(997, need: 997)).Lease;
        var soon = bench.Ask("a", lease, new PermitReport(Minute, 997, 0, 0, 2, 2));
        Assert.False(soon.Unstored);
        Assert.InRange(soon.Refusal!.RetryAfterMs, 1, Bench.Terms.WriteGapMs);
        bench.NowMs += soon.Refusal.RetryAfterMs;
        Assert.Equal(999, bench.Ask("a", lease, new PermitReport(Minute, 997, 0, 0, 2, 2)).Permits[0].Granted);
    }

    [Fact]
    public void Permits_of_an_edge_that_is_not_heard_of_count_as_used()
    {
        var bench = new Bench(new Limit(Minute, 100, false));
        bench.Ask("a", default, Wants(40));
        bench.NowMs += Bench.Terms.LeaseMs + Bench.Terms.ExpirySlackMs;
        bench.Ask("b", default);
        Assert.Equal(60, bench.Left(Minute));
        bench.NowMs += 60_200;
        bench.Ask("b", default);
        Assert.Equal(100, bench.Left(Minute));
    }

    [Fact]
    public void Permits_of_a_lease_that_was_replaced_count_from_its_end()
    {
        var bench = new Bench(new Limit(Ten, 10, false));
        bench.Ask("a", default, new PermitReport(Ten, 0, 0, 0, 4, 4));
        bench.NowMs += 2_000;
        bench.Ask("a", default);
        bench.NowMs += Bench.Terms.LeaseMs - 2_000 + 9_900;
        bench.Ask("b", default);
        Assert.Equal(6, bench.Left(Ten));
        bench.NowMs += 300;
        bench.Ask("b", default);
        Assert.Equal(10, bench.Left(Ten));
    }

    [Fact]
    public void A_report_that_comes_twice_or_late_changes_nothing()
    {
        var bench = new Bench(new Limit(Minute, 100, false));
        var lease = bench.Ask("a", default, Wants(40)).Lease;
        var late = bench.Report("a", lease, Used(5));
        var report = bench.Report("a", lease, Used(10));
        bench.Serve(report);
        bench.Serve(report);
        bench.Serve(late);
        Assert.Equal((10, 30), (bench.Owner.Ledgers[Minute]!.Charges.Used, bench.Owner.Ledgers[Minute]!.Out));
    }

    [Fact]
    public void Counters_of_a_lease_that_is_no_more_are_not_charged_to_the_next_one()
    {
        var bench = new Bench(new Limit(Minute, 100, false));
        var lease = bench.Ask("a", default, Wants(40)).Lease;
        bench.NowMs += Bench.Terms.LeaseMs + Bench.Terms.ExpirySlackMs;
        var reply = bench.Ask("a", lease, Used(40));
        Assert.Equal(0, reply.Permits[0].Granted);
        Assert.Equal(60, bench.Left(Minute));
    }

    [Fact]
    public void A_call_gets_all_it_needs_or_nothing()
    {
        var bench = new Bench(new Limit(Minute, 100, false), new Limit(LimitDimension.TokensPerMinute, 50, false));
        var reply = bench.Ask("a", default, Wants(1, need: 1), new(LimitDimension.TokensPerMinute, 0, 0, 0, 80, 80));
        Assert.Equal(LimitDimension.TokensPerMinute, reply.Refusal!.Dimension);
        Assert.All(reply.Permits, permits => Assert.Equal(0, permits.Granted));
    }

    [Fact]
    public void Refused_edges_are_told_to_come_back_one_after_the_other()
    {
        var bench = new Bench(new Limit(Ten, 10, false));
        var lease = default(LeaseId);
        for (var round = 0; round < 10; round++)
            lease = bench.Ask("a", lease, new PermitReport(Ten, 0, 0, 0, 10, 0)).Lease;
        bench.Ask("a", lease, new PermitReport(Ten, 10, 0, 0, 0, 0));
        bench.NowMs += 9_900;
        var denials = new[] { "b", "c", "d" }.Select(edge => bench.Ask(edge, default, new PermitReport(Ten, 0, 0, 0, 1, 1)).Refusal!.DenyForMs);
        Assert.Equal([250, 500, 750], denials);
    }

    [Fact]
    public void When_little_is_left_the_others_are_told_and_not_more_often_than_agreed()
    {
        var bench = new Bench(new Limit(Minute, 100, false));
        bench.Ask("a", default, Wants(40));
        var all = bench.Report("b", default, Wants(1_000, need: 55));
        Assert.Equal(["a"], bench.Owner.Serve(all, bench.NowMs).Recall.Select(edge => edge.Id));
        Assert.Empty(bench.Owner.Serve(bench.Report("b", default, Wants(1)), bench.NowMs).Recall);
    }

    [Fact]
    public void Raising_and_lowering_a_limit_forgets_nothing_that_was_used()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        var lease = bench.Ask("a", default, Wants(50, need: 50)).Lease;
        bench.Ask("a", lease, Used(50));
        bench.Change(new Limit(Minute, 60, true));
        Assert.Equal(10, bench.Left(Minute));
        bench.Change(new Limit(Minute, 20, true));
        Assert.Equal(Minute, bench.Ask("a", lease, new PermitReport(Minute, 50, 0, 0, 1, 1)).Refusal!.Dimension);
        bench.Change(new Limit(Minute, 200, true));
        Assert.Equal(150, bench.Left(Minute));
    }

    [Fact]
    public void Bounds_of_an_older_catalog_are_ignored()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        bench.Change(new Limit(Minute, 60, true));
        bench.Owner.Use(new([new(Minute, 500, true)]), 0, bench.NowMs);
        Assert.Equal(60, bench.Left(Minute));
    }

    [Fact]
    public void A_smaller_incarnation_is_believed_once_the_others_lease_is_over()
    {
        var bench = new Bench(new Limit(Minute, 100, false));
        bench.Serve(bench.Report("a", default, Wants(4)) with { Edge = new("a", 9) });
        var before = bench.Report("a", default, Wants(4)) with { Edge = new("a", 8) };
        Assert.Empty(bench.Serve(before).Permits);
        bench.NowMs += Bench.Terms.LeaseMs + Bench.Terms.ExpirySlackMs;
        Assert.Equal(4, bench.Serve(before).Permits[0].Granted);
    }

    private static PermitReport Wants(long wants, long need = 0) => new(Minute, 0, 0, 0, wants, need);

    private static PermitReport Used(long used) => new(Minute, used, 0, 0, 0, 0);
}
