using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class LedgerDayTests
{
    private const long HourMs = 3_600_000;
    private const long MidnightMs = 12 * HourMs;

    private static readonly LimitSpec Limits = new() { TokensPerDay = 1_000 };

    private readonly LimitLedger _ledger = new();
    private long _sequence;

    [Fact]
    public void The_day_ends_at_midnight_utc()
    {
        Take(1_000, 0);
        var refusal = Ask(1, MidnightMs - 1).Refusal!;
        Assert.Equal((LimitDimension.TokensPerDay, 1L, 1L), (refusal.Dimension, refusal.RetryAfterMs, refusal.DenyForMs));
        Assert.Equal(999, Ask(1, MidnightMs).Remaining.TokensPerDay);
    }

    [Fact]
    public void A_refusal_names_midnight_but_is_asked_about_again_sooner()
    {
        Take(900, 0);
        Assert.Equal(new(LimitDimension.TokensPerDay, 1_000, 100, 101, 11 * HourMs, 10_000), Ask(101, HourMs).Refusal);
    }

    [Fact]
    public void Permits_do_not_outlive_the_day_they_are_charged_to()
    {
        Assert.Equal(2_000, Take(1, MidnightMs - 2_000).LifetimeMs);
        Assert.Equal(300, Take(1, MidnightMs - 300).LifetimeMs);
        Assert.Equal(2_000, Take(1, MidnightMs).LifetimeMs);
    }

    [Fact]
    public void Yesterdays_permits_cannot_be_given_back_today()
    {
        var lot = Take(500, MidnightMs - 1);
        Take(500, MidnightMs);
        Assert.Equal(500, GiveBack(lot, MidnightMs + 1_500));
    }

    [Fact]
    public void Todays_permits_can_be_given_back_hours_later()
    {
        var lot = Take(500, 0);
        Assert.Equal(1_000, GiveBack(lot, 5 * HourMs));
    }

    [Fact]
    public void A_clock_set_back_over_midnight_opens_no_day_twice()
    {
        Take(1_000, MidnightMs - 1_000);
        Take(1_000, MidnightMs + 600_000);
        Assert.NotNull(Ask(1, MidnightMs - 600_000).Refusal);
        Assert.NotNull(Ask(1, MidnightMs + 1_000).Refusal);
        Assert.Null(Ask(1, (3 * MidnightMs) + 1_000).Refusal);
    }

    [Fact]
    public void A_clock_once_a_year_ahead_does_not_close_the_limit_for_a_year()
    {
        Take(1_000, 365 * 24 * HourMs);
        Assert.NotNull(Ask(1, 0).Refusal);
        Assert.Equal(MidnightMs - 1_000, Ask(1, 1_000).Refusal!.RetryAfterMs);
        Assert.Null(Ask(1, MidnightMs).Refusal);
    }

    private PermitLot Take(long count, long atMs) => Assert.Single(Ask(count, atMs).Lots);

    private LeaseReply Ask(long need, long atMs) =>
        _ledger.Serve(Bench.Report(++_sequence) with { Need = new(0, 0, need, 0) }, Limits, Bench.Noon + atMs);

    private long GiveBack(PermitLot lot, long atMs) => _ledger.Serve(
        Bench.Report(++_sequence) with { Returns = [new(lot.GrantedAtSecond, lot.Dimension, lot.Count)] },
        Limits,
        Bench.Noon + atMs).Remaining.TokensPerDay;
}
