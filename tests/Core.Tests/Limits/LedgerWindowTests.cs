using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class LedgerWindowTests
{
    private static readonly LimitSpec Limits = new() { RequestsPerMinute = 10 };

    private readonly LimitLedger _ledger = new();
    private long _sequence;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    public void A_charge_counts_for_a_window_and_a_lifetime_and_leaves_with_its_second(long grantedAtMs)
    {
        Take(10, grantedAtMs);
        Assert.Equal(0, Free(62_999));
        Assert.Equal(10, Free(63_000));
    }

    [Fact]
    public void Permits_given_back_are_free_again_at_once()
    {
        Take(10, 0);
        GiveBack(0, 4, 1_500);
        Assert.Equal(4, Free(1_500));
    }

    [Fact]
    public void No_second_gives_back_more_than_it_was_charged()
    {
        Take(3, 0);
        Take(3, 5_000);
        GiveBack(0, 100, 6_000);
        Assert.Equal(7, Free(6_000));
        Assert.Equal(7, Free(63_000));
        Assert.Equal(10, Free(68_000));
    }

    [Fact]
    public void Permits_given_back_too_late_or_from_the_future_change_nothing()
    {
        Take(5, 0);
        Take(5, 63_000);
        GiveBack(0, 5, 63_000);
        GiveBack(64, 5, 63_000);
        Assert.Equal(5, Free(63_000));
    }

    [Fact]
    public void A_negative_count_gives_nothing_back()
    {
        Take(5, 0);
        GiveBack(0, -5, 0);
        Assert.Equal(5, Free(0));
    }

    [Fact]
    public void A_refusal_says_when_enough_of_the_oldest_charges_will_have_left()
    {
        Take(4, 0);
        Take(6, 10_500);
        Assert.Equal((43_000, 1_000), Refused(4, 20_000));
        Assert.Equal((53_000, 1_000), Refused(5, 20_000));
        Assert.Equal((1, 1), Refused(1, 62_999));
        Assert.Equal(4, Free(63_000));
    }

    [Fact]
    public void Refused_edges_come_back_one_after_the_other()
    {
        Take(10, 0);
        Assert.Equal((100, 100), Refused(1, 62_900));
        Assert.Equal((100, 125), Refused(1, 62_900));
        Assert.Equal((100, 150), Refused(1, 62_900));
        Assert.Equal((63_000, 1_000), Refused(99, 63_000));
    }

    [Fact]
    public void The_window_survives_any_pause()
    {
        Take(10, 0);
        Assert.Equal(10, Free(1_000_000_000));
        Take(10, 1_000_000_000);
        Assert.Equal(0, Free(1_000_000_000));
    }

    private void Take(long count, long atMs) =>
        Assert.Null(Serve(new() { EdgeId = "a", Incarnation = 1, Sequence = ++_sequence, Need = new(count, 0, 0, 0) }, atMs).Refusal);

    private void GiveBack(long second, long count, long atMs) => Serve(
        Bench.Report(++_sequence) with { Returns = [new((Bench.Noon / 1_000) + second, LimitDimension.RequestsPerMinute, count)] }, atMs);

    private long Free(long atMs) => Serve(Bench.Report(++_sequence), atMs).Remaining.RequestsPerMinute;

    private (long RetryAfterMs, long DenyForMs) Refused(long need, long atMs)
    {
        var refusal = Serve(Bench.Report(++_sequence) with { Need = new(need, 0, 0, 0) }, atMs).Refusal!;
        return (refusal.RetryAfterMs, refusal.DenyForMs);
    }

    private LeaseReply Serve(LeaseReport report, long atMs) => _ledger.Serve(report, Limits, Bench.Noon + atMs);
}
