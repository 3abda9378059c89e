using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class LedgerGrantTests
{
    private static readonly LimitSpec Limits = new() { RequestsPerMinute = 100, TokensPerMinute = 10_000 };

    private readonly LimitLedger _ledger = new();

    [Fact]
    public void A_single_edge_gets_at_most_half_of_what_is_free()
    {
        var reply = Serve(Bench.Report(1) with { Wants = new(80, 0, 0, 0) });
        Assert.Equal(new PermitLot(LimitDimension.RequestsPerMinute, 50, Bench.Noon / 1_000, 2_000), Assert.Single(reply.Lots));
        Assert.Equal(50, reply.Remaining.RequestsPerMinute);
        Assert.Equal(63_000, reply.ResetMs.RequestsPerMinute);
    }

    [Fact]
    public void The_share_shrinks_with_the_number_of_active_edges()
    {
        Serve(Bench.Report(1, "b"));
        Serve(Bench.Report(1, "c"));
        Assert.Equal(16, Assert.Single(Serve(Bench.Report(1) with { Wants = new(80, 0, 0, 0) }).Lots).Count);
        Assert.Equal(42, Assert.Single(Serve(Bench.Report(2) with { Wants = new(80, 0, 0, 0) }, atMs: 10_000).Lots).Count);
    }

    [Fact]
    public void An_edge_gets_no_more_than_it_wants_and_the_last_permits_one_by_one()
    {
        Assert.Equal(3, Assert.Single(Serve(Bench.Report(1) with { Wants = new(3, 0, 0, 0) }).Lots).Count);
        Serve(Bench.Report(2) with { Wants = new(96, 0, 0, 0), Need = new(96, 0, 0, 0) });
        Assert.Equal(1, Assert.Single(Serve(Bench.Report(3) with { Wants = new(9, 0, 0, 0) }).Lots).Count);
        var reply = Serve(Bench.Report(4) with { Wants = new(9, 0, 0, 0) });
        Assert.Empty(reply.Lots);
        Assert.Equal((LimitDimension.RequestsPerMinute, 1L), (reply.Refusal!.Dimension, reply.Refusal.Need));
    }

    [Fact]
    public void A_waiting_call_gets_all_it_needs_even_beyond_the_share()
    {
        var reply = Serve(Bench.Report(1) with { Wants = new(1, 9_000, 0, 0), Need = new(1, 9_000, 0, 0) });
        Assert.Null(reply.Refusal);
        Assert.Equal([1L, 9_000L], reply.Lots.Select(lot => lot.Count));
    }

    [Fact]
    public void A_waiting_call_that_cannot_have_everything_gets_and_costs_nothing()
    {
        Serve(Bench.Report(1) with { Wants = new(1, 9_500, 0, 0), Need = new(1, 9_500, 0, 0) });
        var reply = Serve(Bench.Report(2) with { Wants = new(5, 800, 0, 0), Need = new(1, 800, 0, 0) });
        Assert.Empty(reply.Lots);
        Assert.Equal(new(LimitDimension.TokensPerMinute, 10_000, 500, 800, 63_000, 1_000), reply.Refusal);
        Assert.Equal(new(99, 500, 0, 0), reply.Remaining);
    }

    [Fact]
    public void A_want_that_nothing_is_left_for_does_not_hold_up_the_others()
    {
        Serve(Bench.Report(1) with { Need = new(1, 10_000, 0, 0) });
        var reply = Serve(Bench.Report(2) with { Wants = new(5, 5, 0, 0) });
        Assert.Equal(LimitDimension.RequestsPerMinute, Assert.Single(reply.Lots).Dimension);
        Assert.Equal(LimitDimension.TokensPerMinute, reply.Refusal!.Dimension);
    }

    [Fact]
    public void Unlimited_dimensions_keep_no_history()
    {
        var reply = Serve(Bench.Report(1) with { Wants = new(1, 1, 500, 0) });
        Assert.Null(_ledger.Day);
        Assert.Contains(reply.Lots, lot => lot is { Dimension: LimitDimension.TokensPerDay, Count: 500 });
        Assert.Equal(0, reply.Remaining.TokensPerDay);
    }

    [Fact]
    public void A_changed_limit_holds_at_once_and_keeps_what_was_charged()
    {
        Serve(Bench.Report(1) with { Need = new(60, 0, 0, 0) });
        var lowered = _ledger.Serve(
            Bench.Report(2) with { Need = new(1, 0, 0, 0) }, Limits with { RequestsPerMinute = 60 }, Bench.Noon);
        Assert.Equal(60, lowered.Refusal!.Limit);
        var raised = _ledger.Serve(
            Bench.Report(3) with { Need = new(1, 0, 0, 0) }, Limits with { RequestsPerMinute = 200 }, Bench.Noon);
        Assert.Equal(139, raised.Remaining.RequestsPerMinute);
    }

    [Fact]
    public void Tokens_used_beyond_their_reservation_are_charged_even_above_the_limit()
    {
        Serve(Bench.Report(1) with { Need = new(1, 10_000, 0, 0) });
        Serve(Bench.Report(2) with { ExtraTokens = 5_000 }, atMs: 1_000);
        // The 10,000 of the first second have left, the 5,000 of the next have not.
        Assert.Equal(5_000, Serve(Bench.Report(3), atMs: 63_000).Remaining.TokensPerMinute);
    }

    [Fact]
    public void Absurd_amounts_do_not_overflow_into_free_permits()
    {
        for (var i = 1; i < 100; i++)
            Serve(Bench.Report(i) with { ExtraTokens = long.MaxValue }, atMs: i * 500);
        Assert.Equal(0, Serve(Bench.Report(100), atMs: 50_000).Remaining.TokensPerMinute);
    }

    private LeaseReply Serve(LeaseReport report, long atMs = 0) => _ledger.Serve(report, Limits, Bench.Noon + atMs);
}
