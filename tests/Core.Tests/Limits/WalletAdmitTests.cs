using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class WalletAdmitTests
{
    [Fact]
    public void Without_limits_every_call_is_admitted_and_nobody_asked()
    {
        var bench = new Bench(new());
        var result = bench.Edge().TryAdmit(1_000_000, bench.Limits, 0);
        Assert.Equal(AdmitOutcome.Admitted, result.Outcome);
        Assert.False(bench.Edge().RefillDue(bench.Limits, 0));
        bench.Edge().Settle(result.Reservation, 5);
        Assert.False(bench.Edge().HasWork(5_000));
        Assert.True(bench.Edge().IsEmpty(5_000));
    }

    [Fact]
    public void The_first_call_asks_and_the_next_ones_find_permits_ready()
    {
        var bench = new Bench(new() { RequestsPerMinute = 600 });
        Assert.Equal(AdmitOutcome.NeedsLease, bench.Edge().TryAdmit(0, bench.Limits, 0).Outcome);
        Assert.True(bench.Edge().RefillDue(bench.Limits, 0));
        bench.Refill();
        Assert.Equal(AdmitOutcome.Admitted, bench.Edge().TryAdmit(0, bench.Limits, 0).Outcome);
        Assert.Equal(AdmitOutcome.Admitted, bench.Edge().TryAdmit(0, bench.Limits, 0).Outcome);
    }

    [Fact]
    public void One_edge_alone_can_use_the_whole_limit_and_not_one_call_more()
    {
        var bench = new Bench(new() { RequestsPerMinute = 37 });
        Assert.Equal(37, bench.CallUntilRefused());
    }

    [Fact]
    public void A_refusal_names_the_limit_what_remains_and_when_to_come_back()
    {
        var bench = new Bench(new() { RequestsPerMinute = 10, TokensPerMinute = 1_000 });
        Assert.Equal(3, bench.CallUntilRefused(300));
        var refused = bench.Call(300);
        Assert.Equal(AdmitOutcome.Refused, refused.Outcome);
        Assert.Equal(new(LimitDimension.TokensPerMinute, 1_000, 100, 63_000), refused.Refusal);
        bench.Now = 400;
        Assert.Equal(62_600, bench.Call(300).Refusal.RetryAfterMs);
    }

    [Fact]
    public void A_call_is_refused_without_asking_until_the_denial_ends()
    {
        var bench = new Bench(new() { RequestsPerMinute = 1 });
        Assert.Equal(1, bench.CallUntilRefused());
        Assert.Equal(AdmitOutcome.Refused, bench.Edge().TryAdmit(0, bench.Limits, 999).Outcome);
        Assert.Equal(AdmitOutcome.NeedsLease, bench.Edge().TryAdmit(0, bench.Limits, 1_000).Outcome);
    }

    [Fact]
    public void A_smaller_call_is_not_refused_for_a_larger_ones_sake()
    {
        var bench = new Bench(new() { TokensPerMinute = 1_000 });
        Assert.Equal(AdmitOutcome.Admitted, bench.Call(700).Outcome);
        Assert.Equal(AdmitOutcome.Refused, bench.Call(700).Outcome);
        Assert.Equal(AdmitOutcome.Admitted, bench.Call(200).Outcome);
    }

    [Fact]
    public void A_refused_call_consumes_nothing_anywhere()
    {
        var bench = new Bench(new() { RequestsPerMinute = 100, TokensPerMinute = 1_000, TokensPerDay = 5_000, Concurrent = 3 });
        bench.Call(900);
        var before = Standings(bench);
        for (var i = 0; i < 20; i++)
            Assert.Equal(AdmitOutcome.Refused, bench.Call(900).Outcome);
        Assert.Equal(before, Standings(bench));
        Assert.Equal(1, bench.Edge().InUse);
        Assert.Equal(AdmitOutcome.Admitted, bench.Call(100).Outcome);
    }

    [Fact]
    public void An_estimate_above_the_limit_reserves_the_limit()
    {
        var bench = new Bench(new() { TokensPerMinute = 500 });
        var result = bench.Call(1_024);
        Assert.Equal((AdmitOutcome.Admitted, 500L), (result.Outcome, result.Reservation.Tokens));
    }

    [Fact]
    public void A_raised_limit_ends_the_denial_at_once()
    {
        var bench = new Bench(new() { RequestsPerMinute = 5 });
        Assert.Equal(5, bench.CallUntilRefused());
        bench.Limits = new() { RequestsPerMinute = 8 };
        Assert.Equal(3, bench.CallUntilRefused());
    }

    [Fact]
    public void A_limit_that_appears_holds_from_the_next_call()
    {
        var bench = new Bench(new());
        Assert.Equal(AdmitOutcome.Admitted, bench.Call().Outcome);
        Assert.Equal(AdmitOutcome.Admitted, bench.Call().Outcome);
        bench.Limits = new() { Concurrent = 2 };
        Assert.Equal(LimitDimension.Concurrent, bench.Call().Refusal.Dimension);
    }

    [Fact]
    public void The_standing_adds_what_the_edge_holds_to_what_is_left()
    {
        var bench = new Bench(new() { RequestsPerMinute = 100 });
        Assert.Equal(new LimitStanding(100, 100, 0), Requests(0));
        bench.Call();
        Assert.Equal(new LimitStanding(100, 99, 63_000), Requests(0));
        bench.Pass(2_500, "a");
        Assert.Equal(99, Requests(bench.Now)!.Value.Remaining);
        Assert.Equal(new LimitStanding(100, 100, 0), Requests(70_000));
        Assert.Null(bench.Edge().Standing(bench.Limits, 0).Tokens);

        LimitStanding? Requests(long nowMs) => bench.Edge().Standing(bench.Limits, nowMs).Requests;
    }

    [Theory]
    [InlineData(1_000L, 5_000L, 1_000L)]
    [InlineData(5_000L, 1_000L, 1_000L)]
    [InlineData(null, 5_000L, 5_000L)]
    [InlineData(5_000L, null, 5_000L)]
    [InlineData(null, null, null)]
    public void Of_two_limits_on_tokens_the_one_with_less_left_is_shown(long? minute, long? day, long? shown)
    {
        var bench = new Bench(new() { TokensPerMinute = minute, TokensPerDay = day });
        bench.Call();
        Assert.Equal(shown, bench.Edge().Standing(bench.Limits, 0).Tokens?.Limit);
    }

    private static CallerStanding Standings(Bench bench) => bench.Edge().Standing(bench.Limits, bench.Now);
}
