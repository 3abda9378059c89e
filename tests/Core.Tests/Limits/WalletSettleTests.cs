using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class WalletSettleTests
{
    private readonly Bench _bench = new(new() { RequestsPerMinute = 10, TokensPerMinute = 1_000, TokensPerDay = 2_000, Concurrent = 2 });

    [Fact]
    public void Unused_tokens_serve_the_next_call_while_their_lot_lives()
    {
        var first = _bench.Call(1_000);
        _bench.Edge().Settle(first.Reservation, 100);
        Assert.Equal(AdmitOutcome.Admitted, _bench.Edge().TryAdmit(900, _bench.Limits with { RequestsPerMinute = null, Concurrent = null }, 0).Outcome);
    }

    [Fact]
    public void Unused_tokens_of_a_long_call_go_back_to_the_owner()
    {
        var call = _bench.Call(1_000);
        _bench.Pass(20_000, "a");
        _bench.Edge().Settle(call.Reservation, 100);
        _bench.Pass(3_000, "a");
        Assert.Equal(new(9, 900, 1_900, 2), Remaining());
    }

    [Fact]
    public void Tokens_beyond_the_reservation_are_charged_and_lost_reports_do_not_lose_them()
    {
        var call = _bench.Call(100);
        _bench.Edge().Settle(call.Reservation, 700);
        Assert.Equal(600, _bench.Edge().BeginRefill(_bench.Limits, 0).ExtraTokens);
        _bench.Edge().Fail();
        _bench.Pass(3_000, "a");
        Assert.Equal(new(9, 300, 1_300, 2), Remaining());
    }

    [Fact]
    public void A_released_call_leaves_no_trace()
    {
        var call = _bench.Call(1_000);
        _bench.Edge().Release(call.Reservation);
        _bench.Pass(3_000, "a");
        Assert.Equal(new(10, 1_000, 2_000, 2), Remaining());
    }

    [Fact]
    public void A_released_permit_serves_the_next_call()
    {
        var bench = new Bench(new() { RequestsPerMinute = 1 });
        bench.Edge().Release(bench.Call().Reservation);
        Assert.Equal(AdmitOutcome.Admitted, bench.Edge().TryAdmit(0, bench.Limits, 1_899).Outcome);
        Assert.Equal(AdmitOutcome.Refused, bench.Call().Outcome);
    }

    [Fact]
    public void A_reservation_is_settled_once_whoever_comes_second()
    {
        var call = _bench.Call(100);
        var other = _bench.Call(100);
        var wallet = _bench.Edge();
        wallet.Settle(call.Reservation, 100);
        wallet.Settle(call.Reservation, 900);
        wallet.Release(call.Reservation);
        Assert.Equal(1, wallet.InUse);
        wallet.Release(other.Reservation);
        wallet.Settle(other.Reservation, 100);
        wallet.Settle(default, 100);
        Assert.Equal(0, wallet.InUse);
        _bench.Pass(3_000, "a");
        Assert.Equal(new(9, 900, 1_900, 2), Remaining());
    }

    [Fact]
    public void A_ticket_reused_by_a_later_call_does_not_end_that_call()
    {
        var first = _bench.Call(10).Reservation;
        _bench.Edge().Settle(first, 10);
        var second = _bench.Call(10).Reservation;
        _bench.Edge().Settle(first, 10);
        Assert.Equal(1, _bench.Edge().InUse);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_providers_nonsense_is_bounded()
    {
        var (first, second) = (_bench.Call(10).Reservation, _bench.Call(10).Reservation);
        _bench.Edge().Settle(first, long.MaxValue);
        _bench.Edge().Settle(second, long.MinValue);
        var report = _bench.Edge().BeginRefill(_bench.Limits, 0);
        Assert.Equal(999_999_999_990, report.ExtraTokens);
    }

    [Fact]
    public void Tokens_of_calls_without_a_token_limit_are_not_counted()
    {
        var bench = new Bench(new() { RequestsPerMinute = 10 });
        bench.Edge().Settle(bench.Call(10).Reservation, 5_000);
        Assert.Equal(0, bench.Edge().BeginRefill(bench.Limits, 0).ExtraTokens);
    }

    [Fact]
    public void A_reservation_made_of_several_lots_is_given_back_whole()
    {
        var bench = new Bench(new() { TokensPerMinute = 1_000 });
        bench.Edge().Settle(bench.Call(300).Reservation, 0);
        bench.Now = 1_200;
        var call = bench.Call(900);
        Assert.Equal(AdmitOutcome.Admitted, call.Outcome);
        bench.Now = 8_000;
        bench.Edge().Settle(call.Reservation, 200);
        bench.Pass(3_000, "a");
        Assert.Equal(800, bench.Ledger.Serve(Bench.Report(1, "observer"), bench.Limits, Bench.Noon + bench.Now).Remaining.TokensPerMinute);
    }

    private LimitVector Remaining() =>
        _bench.Ledger.Serve(Bench.Report(1, "observer"), _bench.Limits, Bench.Noon + _bench.Now).Remaining;
}
