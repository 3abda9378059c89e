using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Pinning;

/// <summary>Responses that one of two accounts has made, and keeps, through two edges.</summary>
[SaysItsStore]
public sealed class PinnedResponseTests
{
    private const int Turns = 100;

    private static readonly string[] Accounts = ["solo", "pair"];

    [Fact]
    public async Task A_conversation_of_responses_goes_on_at_its_account_through_any_edge_and_after_a_restart_of_all()
    {
        await using var cluster = await TestCluster.Start(Catalog, silos: 2, edges: 2, ("Gateway:LeaveSeconds", "0"), ("Gateway:DrainSeconds", "1"));
        var kept = await OneOfEach(cluster, new { model = "chat", input = "hi" }, answer => answer["id"]!.GetValue<string>());
        var thoughts = await OneOfEach(
            cluster, new { model = "chat", input = "hi", store = false, include = new[] { "reasoning.encrypted_content" } }, answer => answer["output"]![0]!["encrypted_content"]!.GetValue<string>());

        await GoOn(cluster, kept, thoughts);

        await Restart.All(cluster);
        await GoOn(cluster, kept, thoughts);
        await AreTheirConsumersAlone(cluster, kept["solo"]);
    }

    /// <summary>Something of each account.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> OneOfEach(TestCluster cluster, object request, Func<System.Text.Json.Nodes.JsonNode, string> of)
    {
        var made = new Dictionary<string, string>();
        for (var i = 0; made.Count < Accounts.Length; i++)
        {
            Assert.True(i < 200, "Two accounts of equal weight: each must have answered by now.");
            var before = (await cluster.Fake.Log()).LastSeq;
            var answer = (await cluster.Edges[i % 2].Data.PostJson("/v1/responses", request)).Ok;
            made[TwoAccounts.Of((await cluster.Fake.Log(before)).Entries.Single(IsResponse))] = of(answer);
        }
        return made;
    }

    private static async Task GoOn(TestCluster cluster, IReadOnlyDictionary<string, string> kept, IReadOnlyDictionary<string, string> thoughts)
    {
        foreach (var account in Accounts)
        {
            await AllReach(cluster, account, turn => new { model = "chat", input = $"turn {turn}", previous_response_id = kept[account] });
            await AllReach(cluster, account, turn => new
            {
                model = "chat",
                store = false,
                input = new object[]
                {
                    new { role = "user", content = "hi" }, new { type = "reasoning", summary = Array.Empty<string>(), encrypted_content = thoughts[account] }, new { role = "user", content = $"turn {turn}" },
                },
            });
        }
    }

    private static async Task AllReach(TestCluster cluster, string account, Func<int, object> request)
    {
        var before = (await cluster.Fake.Log()).LastSeq;
        for (var turn = 0; turn < Turns; turn++)
            _ = (await cluster.Edges[turn % 2].Data.PostJson("/v1/responses", request(turn))).Ok;
        var calls = (await cluster.Fake.Log(before)).Entries.Where(IsResponse).ToList();
        Assert.Equal(Turns, calls.Count);
        Assert.All(calls, call => Assert.Equal(account, TwoAccounts.Of(call)));
    }

    private static async Task AreTheirConsumersAlone(TestCluster cluster, string id)
    {
        var (one, other) = (cluster.Edges[0].Data, cluster.Edges[1].Data);
        using var stranger = cluster.Edges[1].ClientWith("other caller");
        var before = (await cluster.Fake.Log()).LastSeq;

        var refused = await stranger.GetAnswer($"/v1/responses/{id}");
        Assert.Equal((404, $"Response with id '{id}' not found."), (refused.Status, refused.Error["message"]!.GetValue<string>()));
        Assert.Equal(404, (await stranger.Delete($"/v1/responses/{id}")).Status);
        Assert.Equal("previous_response_not_found", (await stranger.PostJson("/v1/responses", new { model = "chat", input = "hi", previous_response_id = id })).ErrorCode);
        Assert.Equal(400, (await one.GetAnswer($"/v1/responses/{id}?stream=true")).Status);
        Assert.DoesNotContain((await cluster.Fake.Log(before)).Entries, IsResponse);

        var again = (await other.GetAnswer($"/v1/responses/{id}?include[]=x&foreign=y")).Ok;
        Assert.Equal((id, "chat"), (again["id"]!.GetValue<string>(), again["model"]!.GetValue<string>()));
        Assert.Equal("hi", (await one.GetAnswer($"/v1/responses/{id}/input_items")).Ok["data"]![0]!["content"]!.GetValue<string>());
        Assert.True((await other.Delete($"/v1/responses/{id}")).Ok["deleted"]!.GetValue<bool>());
        Assert.Equal(404, (await other.GetAnswer($"/v1/responses/{id}")).Status);
        Assert.All((await cluster.Fake.Log(before)).Entries.Where(IsResponse), call => Assert.Equal("solo", TwoAccounts.Of(call)));
    }

    private static bool IsResponse(FakeCall call) => call.Path.Contains("/responses", StringComparison.Ordinal);

    private static string Catalog(string baseUrl) => $$"""
        {{TwoAccounts.Provider(baseUrl, objects: "off")}}
        consumers:
          - { id: free, keys: [ { secret: "{{ClusterCatalog.Free}}" } ], models: [ "*" ] }
          - { id: other, keys: [ { secret: "other caller" } ], models: [ "*" ] }
        """;
}
