using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Consumers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster;

public sealed class ConsumerLeaseTests
{
    private static readonly LimitSpec Limits = new() { RequestsPerMinute = 100 };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    private readonly LimitLedger _ledger = new();
    private readonly List<LeaseReport> _reports = [];
    private readonly List<Exception> _lost = [];
    private Func<Task> _before = () => Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_admitted_after_one_question_and_the_next_from_memory()
    {
        var lease = NewLease();

        Assert.Equal(AdmitOutcome.Admitted, (await lease.Admit(0, Limits, Token))!.Value.Outcome);
        await lease.Refill();
        var asked = _reports.Count;
        var next = lease.Admit(0, Limits, Token);

        Assert.True(next.IsCompletedSuccessfully);
        Assert.Equal(asked, _reports.Count);
    }

    [Fact]
    public async Task Many_calls_at_once_share_one_question()
    {
        var lease = NewLease();
        var answer = new TaskCompletionSource();
        _before = () => answer.Task;

        var calls = Enumerable.Range(0, 20).Select(_ => lease.Admit(0, Limits, Token).AsTask()).ToList();
        await Eventually.Holds(() => _reports.Count == 1);
        Assert.DoesNotContain(calls, call => call.IsCompleted);
        _before = () => Task.CompletedTask;
        answer.SetResult();

        Assert.All(await Task.WhenAll(calls), result => Assert.Equal(AdmitOutcome.Admitted, result!.Value.Outcome));
        Assert.InRange(_reports.Count, 1, 4);
    }

    [Fact]
    public async Task A_lost_owner_is_told_apart_from_a_refusal()
    {
        var lease = NewLease();
        _before = () => Task.FromException(new TimeoutException("no answer"));

        Assert.Null(await lease.Admit(0, Limits, Token));
        Assert.Equal("no answer", Assert.Single(_lost).Message);

        _before = () => Task.CompletedTask;
        Assert.Equal(AdmitOutcome.Admitted, (await lease.Admit(0, Limits, Token))!.Value.Outcome);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_wait_on()
    {
        var lease = NewLease();
        var answer = new TaskCompletionSource();
        _before = () => answer.Task;
        using var leaving = new CancellationTokenSource();

        var call = lease.Admit(0, Limits, leaving.Token).AsTask();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        answer.SetResult();
        await lease.Refill();
        Assert.Equal(0, lease.Wallet.InUse);
    }

    [Fact]
    public async Task What_is_used_up_is_refused_with_the_limit_and_the_time()
    {
        var lease = NewLease();
        var one = new LimitSpec { RequestsPerMinute = 1 };
        await lease.Admit(0, one, Token);

        var refused = (await lease.Admit(0, one, Token))!.Value;

        Assert.Equal((AdmitOutcome.Refused, LimitDimension.RequestsPerMinute, 1L), (refused.Outcome, refused.Refusal.Dimension, refused.Refusal.Limit));
        Assert.InRange(refused.Refusal.RetryAfterMs, 1, 63_000);
    }

    [Fact]
    public async Task A_consumer_that_paused_until_it_was_forgotten_can_call_again()
    {
        var grains = FakeGrains.New().Add<IConsumerGrain>(_ => new Owner(this));
        using var leases = new ConsumerLeases(
            grains.Factory, new EdgeIdentity("edge", 1_000), new CatalogView(), _time, NullLogger<ConsumerLeases>.Instance);
        await leases.StartAsync(Token);
        var first = leases.For("c");
        for (var i = 0; i < 30; i++)
            await Use(first);

        // Longer than the edge remembers a wallet, shorter than the owner remembers the edge.
        await Eventually.Holds(() => !ReferenceEquals(leases.For("c"), first), () => _time.Advance(TimeSpan.FromMilliseconds(500)));
        var again = await leases.For("c").Admit(0, Limits, Token);

        Assert.Equal(AdmitOutcome.Admitted, again!.Value.Outcome);
        await leases.StopAsync(CancellationToken.None);
    }

    private async Task Use(ConsumerLease lease)
    {
        lease.Wallet.Settle((await lease.Admit(0, Limits, Token))!.Value.Reservation, 0);
        Assert.True(await lease.Refill());
        _time.Advance(TimeSpan.FromMilliseconds(50));
    }

    private ConsumerLease NewLease() => new(new LeaseWallet("edge", 1), Serve, _lost.Add, _time);

    private async ValueTask<LeaseReply> Serve(LeaseReport report, LimitSpec limits)
    {
        lock (_reports)
            _reports.Add(report);
        await _before();
        lock (_ledger)
            return _ledger.Serve(report, limits, _time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private sealed class Owner(ConsumerLeaseTests test) : IConsumerGrain
    {
        public ValueTask<LeaseReply> Lease(LeaseReport report, LimitSpec limits, long catalogVersion) => test.Serve(report, limits);
    }
}
