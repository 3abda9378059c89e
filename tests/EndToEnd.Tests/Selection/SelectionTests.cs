using System.Collections.Concurrent;
using System.Globalization;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Selection;

/// <summary>Which key real edges choose, by the provider's log.</summary>
[SaysItsStore]
public sealed class SelectionTests(SelectionTests.TwoEdges cluster) : IClassFixture<SelectionTests.TwoEdges>
{
    [Fact]
    public async Task The_turns_of_200_conversations_over_two_edges_each_reach_one_account()
    {
        await cluster.Fake.Clear();
        var edges = cluster.Clients();
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), Two, async (number, _) =>
        {
            var messages = new List<object>();
            for (var turn = 0; turn < 3; turn++)
            {
                messages.Add(new { role = "user", content = $"conversation {number}, turn {turn}" });
                Assert.Equal(200, (await edges[(number + turn) % 2].PostJson("/v1/chat/completions", new { model = "talk", messages })).Status);
                messages.Add(new { role = "assistant", content = "as you say" });
            }
        });

        var conversations = (await cluster.Calls("sk-talk-")).GroupBy(call => call.Json["messages"]![0]!["content"]!.GetValue<string>()).ToList();
        Assert.Equal(200, conversations.Count);
        Assert.All(conversations, turns => Assert.Equal(3, turns.Count()));
        Assert.All(conversations, turns => Assert.Single(turns.Select(call => Account(call.Key!)).Distinct()));
        var homes = conversations.CountBy(turns => Account(turns.First().Key!)).ToDictionary();
        Report.Line($"conversations by account: {string.Join(", ", homes.Select(home => $"{home.Key} {home.Value}"))}");
        Assert.InRange(homes["one"], 60, 140);
        // The account with two keys uses both of them.
        Assert.Equal(3, (await cluster.Calls("sk-talk-")).Select(call => call.Key).Distinct().Count());

        // sk-talk-ACCOUNT-NUMBER
        static string Account(string key) => key.Split('-')[2];
    }

    [Fact]
    public async Task A_key_that_answers_500_at_once_draws_no_more_than_a_few_calls()
    {
        await cluster.Fake.Clear();
        await cluster.Fake.AddRule(new { match = new { key = "sk-fail-1" }, times = int.MaxValue, answer = new { status = 500 } });

        await Load("fail", 400);

        var calls = (await cluster.Calls("sk-fail-")).CountBy(call => call.Key!).ToDictionary();
        Report.Line($"of 400 calls the failing key got {calls.GetValueOrDefault("sk-fail-1")}");
        Assert.Equal(400, calls["sk-fail-2"]);
        Assert.InRange(calls.GetValueOrDefault("sk-fail-1"), 1, 12);
    }

    [Fact]
    public async Task A_slow_key_gets_fewer_calls_than_a_fast_one()
    {
        await cluster.Fake.Clear();
        await cluster.Fake.AddRule(new { match = new { key = "sk-slow-1" }, times = int.MaxValue, answer = new { delayFirstEventMs = 300 } });

        await Load("slow", 400);

        var calls = (await cluster.Calls("sk-slow-")).CountBy(call => call.Key!).ToDictionary();
        Report.Line($"of 400 calls the slow key got {calls["sk-slow-1"]}, the fast one {calls["sk-slow-2"]}");
        Assert.Equal(400, calls.Values.Sum());
        Assert.InRange(calls["sk-slow-1"], 1, 100);
    }

    private static ParallelOptions Two => new() { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken };

    /// <summary>Streams, eight at a time, over both edges; each is answered.</summary>
    private async Task Load(string model, int calls)
    {
        var edges = cluster.Clients();
        var failed = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, calls),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (number, _) =>
            {
                var answer = await edges[number % 2].ChatStream(model);
                if (answer.Status != 200 || !answer.Done)
                    failed.Add(answer.ToString());
            });
        Assert.Empty(failed);
    }

    /// <summary>One silo, two edges and three providers of two accounts each.</summary>
    public sealed class TwoEdges : IAsyncLifetime
    {
        private TestCluster _cluster = null!;
        private HttpClient[] _clients = [];

        public FakeProviderProcess Fake => _cluster.Fake;

        public async ValueTask InitializeAsync()
        {
            _cluster = await TestCluster.Start(Catalog, silos: 1, edges: 2, ("Gateway:LeaveSeconds", "0"));
            _clients = [.. _cluster.Edges.Select(edge => edge.ClientWith(ClusterCatalog.Free))];
        }

        public IReadOnlyList<HttpClient> Clients() => _clients;

        public async Task<IReadOnlyList<FakeCall>> Calls(string keyPrefix) => [.. (await Fake.CallsWith(keyPrefix)).Where(call => call.Method == "POST")];

        public async ValueTask DisposeAsync()
        {
            foreach (var client in _clients)
                client.Dispose();
            await _cluster.DisposeAsync();
        }

        private static string Catalog(string baseUrl) => string.Create(CultureInfo.InvariantCulture, $$"""
            providers:
              - id: talk
                baseUrl: {{baseUrl}}
                keys:
                  - { id: talk-1, secret: sk-talk-one-1, weight: 2 }
                  - { id: talk-2, secret: sk-talk-two-1, quotaGroup: two }
                  - { id: talk-3, secret: sk-talk-two-2, quotaGroup: two }
              - { id: fail, baseUrl: {{baseUrl}}, affinity: off, keys: [ { id: fail-1, secret: sk-fail-1 }, { id: fail-2, secret: sk-fail-2 } ] }
              - { id: slow, baseUrl: {{baseUrl}}, affinity: off, keys: [ { id: slow-1, secret: sk-slow-1 }, { id: slow-2, secret: sk-slow-2 } ] }
            models:
              - { id: talk, targets: [ { provider: talk, model: fake-chat } ] }
              - { id: fail, targets: [ { provider: fail, model: fake-chat } ] }
              - { id: slow, targets: [ { provider: slow, model: fake-chat } ] }
            consumers:
              - { id: free, keys: [ { secret: "{{ClusterCatalog.Free}}" } ], models: [ "*" ] }
            """);
    }
}
