using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class WalletRefillTests
{
    private readonly Bench _bench = new(new() { RequestsPerMinute = 6_000 });

    [Fact]
    public void An_edge_holds_about_a_second_of_calls_ready_and_refills_at_half()
    {
        for (_bench.Now = 0; _bench.Now < 10_000; _bench.Now += 20)
            _bench.Call();
        Assert.Equal(AdmitOutcome.Admitted, _bench.Call().Outcome);
        _bench.Now += 250;
        _bench.Refill();
        var target = Ready();
        Assert.InRange(target, 38, 60);

        while (!_bench.Edge().RefillDue(_bench.Limits, _bench.Now))
        {
            Assert.Equal(AdmitOutcome.Admitted, _bench.Edge().TryAdmit(0, _bench.Limits, _bench.Now += 20).Outcome);
            Assert.True(Ready() > 0);
        }
        Assert.InRange(Ready(), (target / 2) - 6, (target / 2) + 6);
    }

    [Fact]
    public void Reports_nobody_waits_for_keep_their_distance()
    {
        _bench.Call();
        _bench.Call();
        Assert.True(Ready() == 0 && !_bench.Edge().RefillDue(_bench.Limits, 249));
        Assert.True(_bench.Edge().RefillDue(_bench.Limits, 250));
    }

    [Fact]
    public void Permits_die_before_the_owner_thinks_so_counted_from_the_sending()
    {
        var wallet = _bench.Edge();
        wallet.TryAdmit(0, _bench.Limits, 0);
        var reply = _bench.Ledger.Serve(wallet.BeginRefill(_bench.Limits, 0), _bench.Limits, Bench.Noon + 1_800);
        wallet.Apply(reply, 0);
        Assert.Equal(AdmitOutcome.Admitted, wallet.TryAdmit(0, _bench.Limits, 1_899).Outcome);
        Assert.Equal(AdmitOutcome.NeedsLease, wallet.TryAdmit(0, _bench.Limits, 1_900).Outcome);
    }

    [Fact]
    public void Permits_not_used_go_back_and_the_wallet_becomes_empty()
    {
        _bench.Edge().Settle(_bench.Call().Reservation, 0);
        Assert.True(Ready() > 0);
        _bench.Pass(4_000, "a");
        Assert.True(_bench.Edge().IsEmpty(_bench.Now));
        Assert.False(_bench.Edge().HasWork(60_000));
        Assert.Equal(5_999, _bench.Ledger.Serve(Bench.Report(99), _bench.Limits, Bench.Noon + 4_000).Remaining.RequestsPerMinute);
    }

    [Fact]
    public void Nothing_is_given_back_twice_when_a_report_is_lost()
    {
        _bench.Call();
        _bench.Now = 3_000;
        Assert.NotEmpty(_bench.Edge().BeginRefill(_bench.Limits, 3_000).Returns);
        _bench.Edge().Fail();
        Assert.Empty(_bench.Edge().BeginRefill(_bench.Limits, 3_000).Returns);
    }

    [Fact]
    public void A_reply_given_up_or_repeated_is_ignored()
    {
        var wallet = _bench.Edge();
        wallet.TryAdmit(0, _bench.Limits, 0);
        var late = _bench.Ledger.Serve(wallet.BeginRefill(_bench.Limits, 0), _bench.Limits, Bench.Noon);
        wallet.Fail();
        wallet.Apply(late, 0);
        Assert.Equal(0, Ready());
        var reply = _bench.Refill();
        var ready = Ready();
        wallet.Apply(reply, 0);
        wallet.Apply(late, 0);
        Assert.Equal(ready, Ready());
    }

    [Fact]
    public void Only_one_report_is_due_at_a_time()
    {
        var wallet = _bench.Edge();
        wallet.TryAdmit(0, _bench.Limits, 0);
        wallet.BeginRefill(_bench.Limits, 0);
        wallet.TryAdmit(0, _bench.Limits, 0);
        Assert.False(wallet.RefillDue(_bench.Limits, 0));
        Assert.False(wallet.HasWork(10_000));
        wallet.Fail();
        Assert.True(wallet.RefillDue(_bench.Limits, 0));
    }

    [Fact]
    public void Calls_that_wait_together_are_provided_for_together()
    {
        for (var i = 0; i < 7; i++)
            _bench.Edge().TryAdmit(0, _bench.Limits, 0);
        var report = _bench.Edge().BeginRefill(_bench.Limits, 0);
        Assert.Equal((8, 1), (report.Wants.RequestsPerMinute, report.Need.RequestsPerMinute));
    }

    [Fact]
    public void Only_what_is_lacking_is_needed()
    {
        var bench = new Bench(new() { RequestsPerMinute = 100, TokensPerMinute = 10_000 });
        bench.Edge().Settle(bench.Call(600).Reservation, 0);
        Assert.Equal(600, bench.Edge().Available(LimitDimension.TokensPerMinute, 0));
        bench.Edge().TryAdmit(1_500, bench.Limits, 0);
        Assert.Equal(new(0, 900, 0, 0), bench.Edge().BeginRefill(bench.Limits, 0).Need);
    }

    private long Ready() => _bench.Edge().Available(LimitDimension.RequestsPerMinute, _bench.Now);
}
