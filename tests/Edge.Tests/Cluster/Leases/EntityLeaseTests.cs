using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Tests.Cluster.Leases;

public sealed class EntityLeaseTests
{
    /// <summary>An edge keeps no account of whoever has not called for so long.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly Bench _bench = new(new LimitSpec { RequestsPerMinute = 100, Concurrent = 5 });

    [Fact]
    public async Task Calls_that_lack_permits_share_the_report_under_way()
    {
        Assert.Equal(AdmitOutcome.NeedsLease, _bench.TryTake().Outcome);
        Assert.Equal(AdmitOutcome.NeedsLease, _bench.TryTake().Outcome);
        Task<AdmitResult?>[] calls = [_bench.Take(), _bench.Take()];

        Assert.Single(_bench.Sent);
        Assert.Same(_bench.Lease.Report(), _bench.Lease.Report());
        await _bench.Answer();

        Assert.All(await Task.WhenAll(calls), result => Assert.Equal(AdmitOutcome.Admitted, result?.Outcome));
        Assert.Equal(2, _bench.Lease.Account.InUse);
    }

    [Fact]
    public async Task A_refused_call_is_told_why_and_has_taken_nothing()
    {
        var small = new Bench(new LimitSpec { RequestsPerMinute = 100, TokensPerDay = 50 });
        small.TryTake(tokens: 51);
        var call = small.Take(tokens: 51);
        await small.Answer();

        var result = await call;

        Assert.Equal((AdmitOutcome.Refused, LimitDimension.TokensPerDay), (result!.Value.Outcome, result.Value.Refusal.Dimension));
        Assert.Equal(0, small.Lease.Account.InUse);
        // What it was told it is told again without a report.
        Assert.Equal(AdmitOutcome.Refused, small.TryTake(tokens: 51).Outcome);
    }

    [Fact]
    public async Task One_lost_report_is_made_up_for()
    {
        _bench.TryTake();
        var call = _bench.Take();
        _bench.Lose();
        await Eventually.Holds(() => _bench.Sent.Count == 2);
        await _bench.Answer();

        Assert.Equal(AdmitOutcome.Admitted, (await call)?.Outcome);
    }

    [Fact]
    public async Task Nobody_can_be_asked_once_two_reports_were_lost()
    {
        _bench.TryTake();
        var call = _bench.Take();
        _bench.Lose();
        await Eventually.Holds(() => _bench.Sent.Count == 2);
        _bench.Lose();

        Assert.Null(await call);
        Assert.Equal(0, _bench.Lease.Account.InUse);
    }

    [Fact]
    public async Task Nobody_is_asked_for_long_while_the_owner_has_no_store()
    {
        _bench.TryTake();
        var call = _bench.Take();
        _bench.Answer(new LeaseReply { Lease = default, Unstored = true });

        Assert.Null(await call);
        Assert.Equal(AdmitOutcome.Unavailable, _bench.TryTake().Outcome);
        Assert.Single(_bench.Sent);
    }

    [Fact]
    public async Task A_call_that_finds_too_little_again_and_again_is_asked_to_come_back()
    {
        _bench.TryTake();
        var call = _bench.Take();
        var answers = 0;
        await Eventually.Holds(() => call.IsCompleted, () =>
        {
            if (answers == _bench.Sent.Count)
                return;
            answers++;
            _bench.Answer(new LeaseReply { Lease = default });
        });

        var result = (await call)!.Value;

        Assert.InRange(answers, 5, int.MaxValue);
        Assert.Equal((AdmitOutcome.Refused, LimitDimension.RequestsPerMinute, 1_000), (result.Outcome, result.Refusal.Dimension, result.Refusal.RetryAfterMs));
    }

    [Fact]
    public async Task A_caller_that_leaves_while_it_waits_takes_nothing_and_others_go_on()
    {
        using var left = new CancellationTokenSource();
        _bench.TryTake();
        var (gone, other) = (_bench.TakeUnless(left.Token), _bench.Take());

        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await _bench.Answer();

        Assert.Equal(AdmitOutcome.Admitted, (await other)?.Outcome);
        Assert.Equal(1, _bench.Lease.Account.InUse);
    }

    [Fact]
    public async Task Permits_are_asked_for_before_the_last_is_gone()
    {
        await Lease();
        var before = _bench.Sent.Count;

        while (_bench.Sent.Count == before)
            Assert.Equal(AdmitOutcome.Admitted, _bench.TryTake().Outcome);
    }

    [Fact]
    public async Task The_owner_is_looked_for_anywhere_until_its_silo_is_known_and_once_it_is_lost()
    {
        Assert.Equal(ILimitDeskGrain.Anywhere, _bench.Lease.Silo);
        await Lease();
        Assert.Equal("silo", _bench.Lease.Silo);
        _ = _bench.Lease.Report();
        _bench.Lose();
        Assert.Equal(ILimitDeskGrain.Anywhere, _bench.Lease.Silo);
    }

    [Fact]
    public async Task An_account_with_calls_or_permits_or_a_report_under_way_is_not_forgotten()
    {
        var report = _bench.Lease.Report();
        Assert.False(_bench.Lease.TryRetire(_bench.NowMs));
        await _bench.Answer();
        Assert.True(await report!);

        await Lease();
        _bench.Time.Advance(Long);
        Assert.False(_bench.Lease.TryRetire(_bench.NowMs));
    }

    [Fact]
    public async Task The_silo_of_an_owner_is_remembered_beyond_its_lease()
    {
        var call = await Lease();
        _bench.Lease.Account.Settle(call, default, _bench.NowMs);
        _bench.Time.Advance(Long - TimeSpan.FromSeconds(1));

        Assert.True(_bench.Lease.Account.IsIdle(_bench.NowMs));
        Assert.False(_bench.Lease.TryRetire(_bench.NowMs));
        Assert.Equal("silo", _bench.Lease.Silo);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_bench.Lease.TryRetire(_bench.NowMs));
    }

    [Fact]
    public async Task A_forgotten_account_sends_nothing_and_admits_nobody()
    {
        _bench.Time.Advance(Long);
        Assert.True(_bench.Lease.TryRetire(_bench.NowMs));

        Assert.Equal(AdmitOutcome.NeedsLease, _bench.TryTake().Outcome);
        Assert.Null(_bench.Lease.Report());
        Assert.Null(await _bench.Take());
        Assert.Empty(_bench.Sent);
    }

    /// <summary>Leaves one call under way and permits ready.</summary>
    private async Task<Reservation> Lease()
    {
        _bench.TryTake();
        var call = _bench.Take();
        await _bench.Answer();
        var result = await call;
        Assert.Equal(AdmitOutcome.Admitted, result?.Outcome);
        return result!.Value.Reservation;
    }
}
