using AiGateway.Core.Health;
using AiGateway.Core.Limits;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Keys;
using AiGateway.Grains.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Pipeline.Selection;

/// <summary>One edge's choice of keys among those of one provider, in a time that stands still until it is told.</summary>
internal sealed class SelectorBench
{
    private readonly FakeTimeProvider _time = new();
    private readonly RoutingTable _table;
    private readonly KeySelector _selector;

    /// <param name="keys">In the catalog's shape.</param>
    /// <param name="affinity">Whether conversations stay with an account.</param>
    /// <param name="seed">Of the dice; another edge has another.</param>
    public SelectorBench(string keys, string affinity = "off", ulong seed = 1)
    {
        _table = new TestCatalog($$"""
            providers: [ { id: p, baseUrl: 'http://p/', affinity: {{affinity}}, keys: [ {{keys}} ] } ]
            models: [ { id: chat, targets: [ { provider: p, model: gpt } ] } ]
            consumers: [ { id: team, keys: [ { secret: k } ], models: [ "*" ] } ]
            """).Table;
        Leases = new LeaseAgent(
            FakeGrains.New().Add<ILimitDeskGrain>(_ => new FakeDesk(_time)).Factory, new EdgeIdentity("edge", seed == 1 ? 1 : 2), LeaseTerms.Default, _time, NullLogger<LeaseAgent>.Instance);
        _selector = new KeySelector(Views, Leases, new Dice(seed), _time);
        Target = new RouteTarget(_table.Providers["p"], "gpt", 1);
    }

    public KeyViews Views { get; } = new();

    public LeaseAgent Leases { get; }

    public RouteTarget Target { get; }

    public long Now => _time.MonotonicMs();

    public LimitedEntity Account(string key) => _table.Keys[key].LimitedFor("gpt", "gpt")!;

    public void Pass(double ms) => _time.Advance(TimeSpan.FromMilliseconds(ms));

    /// <summary>The key of the next call.</summary>
    /// <param name="session">The conversation it belongs to, if any.</param>
    /// <param name="lastTier">No higher tiers.</param>
    /// <param name="tried">Keys it has tried.</param>
    public KeyChoice? Choose(string? session = null, int lastTier = int.MaxValue, params string[] tried)
    {
        var before = default(Tried);
        foreach (var key in tried)
            before.Add(_table.Keys[key]);
        return _selector.Next(Call(session), new Hop(Target, "gpt"), before, lastTier);
    }

    public KeyChoice? Next(Exchange call) => _selector.Next(call, new Hop(Target, "gpt"), default);

    public string? Key(string? session = null) => Choose(session)?.Key.Id;

    /// <summary>How often each key is taken.</summary>
    public Dictionary<string, int> Count(int calls, Func<int, string?>? session = null) =>
        Enumerable.Range(0, calls).Select(n => Key(session?.Invoke(n))!).CountBy(key => key).ToDictionary();

    /// <summary>A second of calls one after the other, each of which ends at once.</summary>
    /// <param name="calls">How many.</param>
    /// <param name="ends">How a call with a key ends.</param>
    /// <param name="taken">Counts them by key.</param>
    public void Second(int calls, Action<KeyPace, string> ends, Dictionary<string, int> taken)
    {
        for (var i = 0; i < calls; i++)
        {
            var choice = Choose()!.Value;
            taken[choice.Key.Id] = taken.GetValueOrDefault(choice.Key.Id) + 1;
            ends(choice.View.Load["gpt"], choice.Key.Id);
            Pass(1_000.0 / calls);
        }
    }

    public void Quarantine(string key) => Views[key].Quarantine(long.MaxValue);

    public void Becomes(string key, KeyHealthState state, long version) =>
        Becomes(key, new() { KeyId = key, Epoch = 1, Version = version, State = state });

    public void Becomes(string key, KeyStatus status) => Assert.True(Views[key].Apply(status, Now));

    public Exchange Call(string? session)
    {
        var http = new DefaultHttpContext();
        if (session is not null)
            http.Request.Headers["x-session-id"] = session;
        var call = Calls.New(http, _table);
        (call.Consumer, call.Scan) = (_table.Consumers["team"], new() { Model = "chat" });
        return call;
    }

    /// <summary>What one choice allocates on average, bytes.</summary>
    public double Allocated(string? session)
    {
        const int rounds = 2_000;
        var (call, hop) = (Call(session), new Hop(Target, "gpt"));
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)rounds;

        void Run()
        {
            for (var i = 0; i < rounds; i++)
                _selector.Next(call, hop, default);
        }
    }
}
