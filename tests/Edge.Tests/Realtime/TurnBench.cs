using System.Text;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Realtime;
using AiGateway.Edge.Security;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Pipeline;
using AiGateway.Grains.Cluster;
using Microsoft.AspNetCore.Http;

namespace AiGateway.Edge.Tests.Realtime;

/// <summary>The account of one session that has just been let in by its provider.</summary>
internal sealed class TurnBench : IDisposable
{
    private TurnBench(string yaml)
    {
        Gateway = new TestGateway(yaml);
        var time = Gateway.Time;
        Call = new Exchange(new DefaultHttpContext(), Operation.Realtime, "req_first", Gateway.Catalog.Table, time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp())
        {
            Consumer = Gateway.Catalog.Table.Consumers["team"],
        };
        Call.Scan = new RequestScan { Operation = Operation.Realtime, Model = "voice", N = 1, BestOf = 1, Stream = true };
        Accounts = new Accounts(Gateway.Leases, new Estimates(Gateway.Prices, Gateway.Settings), time);
        Turns = new RealtimeTurns(Call, Gateway.CatalogView, new RevocationWatch(Gateway.Contact, Gateway.Settings), Gateway.Admit, Accounts, Gateway.Settle, new CallIds(time), time);
    }

    public TestGateway Gateway { get; }

    public Exchange Call { get; }

    public RealtimeTurns Turns { get; }

    public LimitedEntity Consumer => Gateway.Catalog.Table.Consumers["team"].Limited!;

    private Accounts Accounts { get; }

    /// <summary>Spent by all records, and how they ended.</summary>
    public IEnumerable<(CallOutcome Outcome, long Tokens)> Records => Gateway.Records.Select(record => (record.Outcome, record.Tokens.Total));

    /// <param name="own">Limits of the consumer.</param>
    /// <param name="key">Limits of the key's account.</param>
    /// <param name="target">Limits of the target.</param>
    public static async Task<TurnBench> Of(string own = "{}", string key = "{}", string target = "{}")
    {
        var bench = new TurnBench(Catalog(own, key, target));
        var (call, gateway) = (bench.Call, bench.Gateway);
        Assert.Null(gateway.Router.Run(call));
        Assert.Null(await gateway.Admit.Run(call));
        var hop = call.Route.Hops[0];
        var used = hop.Target.Provider.Keys[0];
        call.Begin(new Attempt(hop, used, gateway.Views[used.Id], null), gateway.Time.GetTimestamp());
        bench.Accounts.TryTake(call, hop, used);
        call.ReachedProvider = call.ReachedTarget = true;
        return bench;
    }

    public static string Catalog(string own = "{}", string key = "{}", string target = "{}", string consumer = "team") => $$"""
        providers:
          - { id: p, baseUrl: 'http://p/v1', keys: [ { id: k, secret: CANARY, limits: {{key}} } ] }
          - { id: q, baseUrl: 'http://q/v1', keys: [ { id: k2, secret: CANARY } ] }
        models:
          - { id: voice, targets: [ { provider: p, model: gpt-realtime, limits: {{target}} }, { provider: q, model: other, weight: 1 } ] }
        consumers:
          - { id: {{consumer}}, keys: [ { secret: the caller's own key } ], models: [ "*" ], limits: {{own}} }
        """;

    public int InUse(LimitedEntity entity) => Gateway.Leases.InUse(entity.Name);

    public ValueTask<SessionEnd?> Hear(string json) => Turns.Hear(Encoding.UTF8.GetBytes(json));

    public ValueTask<SessionEnd?> Created() => Hear("""{"type":"response.created","response":{"usage":null}}""");

    public ValueTask<SessionEnd?> Delta(int padding = 0) => Hear($$"""{"type":"response.output_audio.delta","delta":"{{new string('A', padding)}}"}""");

    public ValueTask<SessionEnd?> Done(int input, int output) => Hear(
        $$$$"""{"event_id":"e","type":"response.done","response":{"usage":{"total_tokens":{{{{input + output}}}},"input_tokens":{{{{input}}}},"output_tokens":{{{{output}}}}}}}""");

    /// <summary>A response from its beginning to its end.</summary>
    public async Task<SessionEnd?> Turn(int input, int output)
    {
        Assert.Null(await Created());
        Assert.Null(await Delta());
        return await Done(input, output);
    }

    public void Dispose() => Gateway.Dispose();
}
