using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using CsCheck;

namespace AiGateway.Core.Tests.Limits;

public sealed class LedgerClockTests
{
    private static readonly LimitSpec Limits = new() { RequestsPerMinute = 10 };

    private readonly LimitLedger _ledger = new();
    private long _sequence;

    [Fact]
    public void A_clock_a_little_behind_stands_still_until_it_has_caught_up()
    {
        Assert.Null(Ask(10, 0));
        Assert.NotNull(Ask(1, -5_000));
        Assert.NotNull(Ask(1, 62_999));
        Assert.Null(Ask(1, 63_000));
    }

    [Fact]
    public void A_clock_set_far_back_frees_nothing_and_then_runs_on()
    {
        Assert.Null(Ask(10, 0));
        Assert.NotNull(Ask(1, -3_600_000));
        Assert.NotNull(Ask(1, -3_600_000 + 62_999));
        Assert.Null(Ask(1, -3_600_000 + 63_000));
    }

    [Fact]
    public void Permits_granted_before_the_clock_was_set_back_can_still_be_given_back()
    {
        var lot = Assert.Single(Serve(new(10, 0, 0, 0), [], 0).Lots);
        Serve(default, [], -3_600_000);
        var reply = Serve(default, [new(lot.GrantedAtSecond, lot.Dimension, 10)], -3_600_000 + 1_000);
        Assert.Equal(10, reply.Remaining.RequestsPerMinute);
    }

    [Fact]
    public void Slots_of_a_silent_edge_are_not_lost_to_a_clock_set_back()
    {
        var limits = new LimitSpec { Concurrent = 1 };
        Assert.Equal(1, _ledger.Serve(Bench.Report(1) with { Need = new(0, 0, 0, 1) }, limits, Bench.Noon).SlotsHeld);
        var other = Bench.Report(1, "b") with { Need = new(0, 0, 0, 1) };
        Assert.NotNull(_ledger.Serve(other, limits, Bench.Noon - 3_600_000).Refusal);
        Assert.Null(_ledger.Serve(other with { Sequence = 2 }, limits, Bench.Noon - 3_600_000 + 10_000).Refusal);
    }

    [Fact]
    public void Whatever_steps_back_the_clock_takes_no_window_holds_more_than_the_limit() =>
        Gen.Select(Gen.Int[0, 5_000], Gen.Int[0, 19]).Array[50, 400].Sample(steps =>
        {
            var ledger = new LimitLedger();
            var grants = new Queue<long>();
            long real = 0, clock = Bench.Noon, sequence = 0;
            foreach (var (passed, dice) in steps)
            {
                real += passed;
                clock += passed - (dice switch { 0 => 3_600_000, 1 => 30_000, 2 => 700, _ => 0 });
                var reply = ledger.Serve(Bench.Report(++sequence) with { Need = new(1, 0, 0, 0) }, Limits, clock);
                if (reply.Lots.Count > 0)
                    grants.Enqueue(real);
                while (grants.Count > 0 && grants.Peek() <= real - LeaseTerms.WindowMs - LeaseTerms.LotLifetimeMs)
                    grants.Dequeue();
                Assert.True(grants.Count <= 10);
            }
        });

    private LeaseRefusal? Ask(long need, long atMs) => Serve(new(need, 0, 0, 0), [], atMs).Refusal;

    private LeaseReply Serve(LimitVector need, PermitReturn[] returns, long atMs) =>
        _ledger.Serve(Bench.Report(++_sequence) with { Need = need, Returns = returns }, Limits, Bench.Noon + atMs);
}
