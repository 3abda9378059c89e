using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Limits;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Cluster.Leases;

public sealed class LeaseAgentTests : IDisposable
{
    private static readonly LimitSpec Limits = new() { RequestsPerMinute = 1_000, TokensPerDay = 100_000, Concurrent = 5 };

    private readonly FakeTimeProvider _time = new();
    private readonly FakeDesk _desk;
    private readonly List<string> _silos = [];
    private readonly LeaseAgent _agent;

    public LeaseAgentTests()
    {
        _desk = new FakeDesk(_time);
        var grains = FakeGrains.New().Add<ILimitDeskGrain>(silo =>
        {
            _silos.Add(silo);
            return _desk;
        });
        _agent = new LeaseAgent(grains.Factory, new EdgeIdentity("edge", 1), LeaseTerms.Default, _time, NullLogger<LeaseAgent>.Instance);
    }

    public void Dispose() => _agent.Dispose();

    [Fact]
    public async Task Entities_on_one_silo_share_a_batch()
    {
        var held = new TaskCompletionSource();
        _desk.Before = _ => held.Task;
        string[] names = [.. Enumerable.Range(1, 20).Select(i => $"consumer-{i}")];
        Task<AdmitResult?>[] calls = [.. names.Select(TryTake)];
        await Eventually.Holds(() => _desk.Batches.Count > 0);
        held.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(names, _desk.Batches.SelectMany(batch => batch.Reports).Select(report => report.Entity).Order().OrderBy(name => name.Length));
        Assert.InRange(_desk.Batches.Count, 1, 5);
    }

    [Fact]
    public async Task Reports_go_to_the_silo_the_owner_was_found_on()
    {
        await Take("a");
        await Lease("a").Report()!;

        Assert.Equal([ILimitDeskGrain.Anywhere, "silo"], _silos);
    }

    [Fact]
    public async Task A_lost_batch_costs_its_reports_and_no_others()
    {
        _desk.Before = _ => throw new TimeoutException();
        Assert.Null(await TryTake("a"));
        _desk.Before = _ => Task.CompletedTask;

        Assert.Equal(AdmitOutcome.Admitted, (await TryTake("a"))?.Outcome);
    }

    [Fact]
    public async Task A_recall_is_followed_by_a_report_that_gives_back()
    {
        await _agent.StartAsync(TestContext.Current.CancellationToken);
        await Take("a");
        await Advance(() => Ready("a") > 0);
        await Lease("a").Report()!;
        _desk.Batches.Clear();

        await _desk.Ear!.Recall("a");
        await _desk.Ear.Recall("nobody");
        await Advance(() => _desk.Batches.Count > 0);

        var tokens = Assert.Single(_desk.Batches[0].Reports).Report.Permits.Single(permits => permits.Dimension == LimitDimension.TokensPerDay);
        Assert.True(tokens.Returned > 0);
        await Stop();
    }

    [Fact]
    public async Task An_idle_account_is_forgotten_and_made_anew_with_greater_numbers_of_reports()
    {
        await _agent.StartAsync(TestContext.Current.CancellationToken);
        var first = Lease("a");
        first.Account.Release(await Take("a"), _time.MonotonicMs());
        await Advance(() => first.Account.IsIdle(_time.MonotonicMs()));
        await Advance(() => !ReferenceEquals(first, Lease("a")), TimeSpan.FromSeconds(10));
        var last = _desk.Batches[^1].Reports.Single().Report;
        Assert.Equal(0, Ready("a"));

        await Take("a");

        Assert.True(_desk.Batches[^1].Reports.Single().Report.Sequence > last.Sequence);
        // What was ready before is not counted as used: only this call's part is gone.
        var limits = Limited("a").Limits;
        Assert.Equal(99_900, Lease("a").Account.Standing(limits, _time.MonotonicMs()).Tokens!.Value.Remaining);
        await Stop();
    }

    [Fact]
    public async Task Once_the_edge_has_stopped_no_call_waits_for_a_lease()
    {
        await _agent.StartAsync(TestContext.Current.CancellationToken);
        Lease("a").Account.Release(await Take("a"), _time.MonotonicMs());
        var asked = _desk.Batches.Count;
        await Advance(() => _desk.Batches.Count > asked);
        await Stop();
        var before = _desk.Batches.Count;

        Assert.Null(await TryTake("b").WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Equal(before, _desk.Batches.Count);
    }

    private static LimitedEntity Limited(string name) => LimitedEntity.Of(name, Limits, hard: true, version: 1)!;

    private EntityLease Lease(string name) => _agent.For(Limited(name));

    private long Ready(string name) => Lease(name).Account.Available(LimitDimension.TokensPerDay, _time.MonotonicMs());

    private async Task<Reservation> Take(string name)
    {
        var result = await TryTake(name);
        Assert.Equal(AdmitOutcome.Admitted, result?.Outcome);
        return result!.Value.Reservation;
    }

    private async Task<AdmitResult?> TryTake(string name)
    {
        var (lease, limited, demand) = (Lease(name), Limited(name), new CallDemand(100, 0));
        var result = lease.TryTake(demand, limited);
        return result.Outcome == AdmitOutcome.NeedsLease ? await lease.TakeAfterReport(demand, limited, TestContext.Current.CancellationToken) : result;
    }

    private Task Advance(Func<bool> until, TimeSpan? step = null) =>
        Eventually.Holds(until, () => _time.Advance(step ?? TimeSpan.FromMilliseconds(250)));

    private Task Stop() => _agent.StopAsync(CancellationToken.None);
}
