using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Pinning;

/// <summary>Conversations whose thoughts only one of two accounts can read, through two edges.</summary>
[SaysItsStore]
public sealed class PinnedThoughtTests
{
    private const int Turns = 100;

    private static readonly string[] Secrets = ["sk-one", "sk-two"];

    [Fact]
    public async Task A_conversation_goes_on_at_the_account_that_made_its_thoughts_through_any_edge_and_after_a_restart_of_all()
    {
        await using var cluster = await TestCluster.Start(Catalog, silos: 2, edges: 2, ("Gateway:LeaveSeconds", "0"), ("Gateway:DrainSeconds", "1"));
        await cluster.Fake.AddRules([.. Secrets.Select(Thinks)]);
        var thoughts = await Thoughts(cluster);

        await GoesOn(cluster, thoughts);

        await Restart.All(cluster);
        await GoesOn(cluster, thoughts);
    }

    /// <summary>The answer of an account, one of them so slow that nobody would choose it.</summary>
    private static object Thinks(string secret) => new
    {
        match = new { key = secret },
        answer = new
        {
            delayHeadersMs = secret == Secrets[0] ? 20 : 0,
            body = new
            {
                id = "a",
                @object = "chat.completion",
                model = "fake-chat",
                choices = new[]
                {
                    new
                    {
                        index = 0,
                        message = new { role = "assistant", content = "so", extra_content = new { google = new { thought_signature = $"thought/of+{secret}==" } } },
                        finish_reason = "stop",
                    },
                },
            },
        },
    };

    /// <summary>One of each account.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> Thoughts(TestCluster cluster)
    {
        var thoughts = new Dictionary<string, string>();
        for (var i = 0; thoughts.Count < Secrets.Length; i++)
        {
            Assert.True(i < 200, "Two accounts of equal weight: each must have answered by now.");
            var answer = (await cluster.Edges[i % 2].Data.Chat("chat")).Ok;
            var thought = answer["choices"]![0]!["message"]!["extra_content"]!["google"]!["thought_signature"]!.GetValue<string>();
            thoughts[Secrets.Single(secret => thought.Contains(secret, StringComparison.Ordinal))] = thought;
        }
        return thoughts;
    }

    private static async Task GoesOn(TestCluster cluster, IReadOnlyDictionary<string, string> thoughts)
    {
        foreach (var (secret, thought) in thoughts)
        {
            var before = (await cluster.Fake.Log()).LastSeq;
            for (var turn = 0; turn < Turns; turn++)
            {
                _ = (await cluster.Edges[turn % 2].Data.PostJson("/v1/chat/completions", new
                {
                    model = "chat",
                    messages = new object[]
                    {
                        new { role = "user", content = $"turn {turn}" },
                        new { role = "assistant", content = "so", extra_content = new { google = new { thought_signature = thought } } },
                        new { role = "user", content = "and?" },
                    },
                })).Ok;
            }
            var asked = (await cluster.Fake.Log(before)).Entries.Where(call => call.Method == "POST").ToList();
            Assert.Equal(Turns, asked.Count);
            Assert.All(asked, call => Assert.Equal(secret, call.Key));
        }
    }

    private static string Catalog(string baseUrl) => $$"""
        providers:
          - id: pool
            affinity: off
            baseUrl: {{baseUrl}}
            keys: [ { id: one, secret: {{Secrets[0]}} }, { id: two, secret: {{Secrets[1]}} } ]
        models:
          - { id: chat, targets: [ { provider: pool, model: fake-chat } ] }
        consumers:
          - { id: free, keys: [ { secret: "{{ClusterCatalog.Free}}" } ], models: [ "*" ] }
        """;
}
