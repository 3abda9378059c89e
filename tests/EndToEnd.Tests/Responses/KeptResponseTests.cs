using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;
using AiGateway.EndToEnd.Tests.Pinning;

namespace AiGateway.EndToEnd.Tests.Responses;

/// <summary>Responses of a provider that has only chats, through two edges.</summary>
[SaysItsStore]
public sealed class KeptResponseTests
{
    private const string Other = "other caller";

    [Fact]
    public async Task A_conversation_goes_on_at_another_edge_and_after_a_restart_of_all()
    {
        await using var cluster = await TestCluster.Start(Catalog, silos: 1, edges: 2, ("Gateway:LeaveSeconds", "0"), ("Gateway:DrainSeconds", "1"));
        var (one, other) = (cluster.Edges[0].Data, cluster.Edges[1].Data);

        var first = Id((await one.PostJson("/v1/responses", new { model = "chat", input = "first words" })).Ok);
        var second = Id(await GoOn(cluster, other, first, "second words", messages: 3));
        var streamed = await one.PostJson("/v1/responses", new { model = "chat", input = "third words", previous_response_id = second, stream = true });
        Assert.Contains("event: response.completed", streamed.Body, StringComparison.Ordinal);
        var third = JsonNode.Parse(streamed.Body.Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..])!["response"]!;
        Assert.Equal(third.ToJsonString(), (await other.GetAnswer($"/v1/responses/{Id(third)}")).Ok.ToJsonString());

        await Restart.All(cluster);

        var fourth = Id(await GoOn(cluster, other, Id(third), "fourth words", messages: 7));
        var items = (await one.GetAnswer($"/v1/responses/{fourth}/input_items?order=asc&limit=3")).Ok;
        Assert.Equal(("first words", true), (items["data"]![0]!["content"]![0]!["text"]!.GetValue<string>(), items["has_more"]!.GetValue<bool>()));
        await AreTheirConsumersAlone(cluster, fourth);
    }

    [Fact]
    public async Task A_response_is_made_in_the_background_and_asked_for_at_another_edge()
    {
        await using var cluster = await TestCluster.Start(Catalog, silos: 1, edges: 2, ("Gateway:LeaveSeconds", "0"), ("Gateway:DrainSeconds", "0"));
        var (one, other) = (cluster.Edges[0].Data, cluster.Edges[1].Data);

        var begun = (await one.PostJson("/v1/responses", new { model = "chat", input = "hi", background = true })).Ok;
        Assert.Equal("in_progress", Status(begun));
        var ended = await Ended(other, Id(begun));
        Assert.Equal(("completed", true), (Status(ended), ended["background"]!.GetValue<bool>()));
        Assert.True(ended["usage"]!["output_tokens"]!.GetValue<int>() > 0);
        await GoOn(cluster, other, Id(begun), "more", messages: 3);

        await cluster.Fake.AddRule(new { answer = new { delayFirstEventMs = 60_000 } });
        var cancelled = Id((await one.PostJson("/v1/responses", new { model = "chat", input = "hi", background = true })).Ok);
        Assert.Equal("cancelled", Status((await other.PostJson($"/v1/responses/{cancelled}/cancel", new { })).Ok));
        await Eventually.Holds(async () => (await cluster.Fake.Log()).Entries[^1].Ending == FakeCall.AbortedByPeer);

        var abandoned = Id((await one.PostJson("/v1/responses", new { model = "chat", input = "hi", background = true })).Ok);
        cluster.Edges[0].Process.Terminate();
        await cluster.Edges[0].Process.Exit();
        var failed = await Ended(other, abandoned);
        Assert.Equal(("failed", "server_error"), (Status(failed), failed["error"]!["code"]!.GetValue<string>()));
    }

    private static async Task<JsonNode> GoOn(TestCluster cluster, HttpClient edge, string previous, string input, int messages)
    {
        var before = (await cluster.Fake.Log()).LastSeq;
        var answer = (await edge.PostJson("/v1/responses", new { model = "chat", input, previous_response_id = previous })).Ok;
        var sent = (await cluster.Fake.Log(before)).Entries.Single();
        Assert.EndsWith("/chat/completions", sent.Path, StringComparison.Ordinal);
        Assert.Equal(messages, sent.Json["messages"]!.AsArray().Count);
        Assert.Equal(previous, answer["previous_response_id"]!.GetValue<string>());
        return answer;
    }

    private static async Task AreTheirConsumersAlone(TestCluster cluster, string id)
    {
        var (one, other) = (cluster.Edges[0].Data, cluster.Edges[1].Data);
        using var stranger = cluster.Edges[1].ClientWith(Other);
        var before = (await cluster.Fake.Log()).LastSeq;

        Assert.Equal(404, (await stranger.GetAnswer($"/v1/responses/{id}")).Status);
        Assert.Equal(404, (await stranger.Delete($"/v1/responses/{id}")).Status);
        Assert.Equal("previous_response_not_found", (await stranger.PostJson("/v1/responses", new { model = "chat", input = "hi", previous_response_id = id })).ErrorCode);
        Assert.True((await one.Delete($"/v1/responses/{id}")).Ok["deleted"]!.GetValue<bool>());
        Assert.Equal(404, (await other.GetAnswer($"/v1/responses/{id}")).Status);
        Assert.Equal("previous_response_not_found", (await other.PostJson("/v1/responses", new { model = "chat", input = "hi", previous_response_id = id })).ErrorCode);
        Assert.Empty((await cluster.Fake.Log(before)).Entries);
    }

    private static async Task<JsonNode> Ended(HttpClient edge, string id) =>
        await Eventually.Get(async () => (await edge.GetAnswer($"/v1/responses/{id}")).Ok, answer => Status(answer) != "in_progress");

    private static string Id(JsonNode response) => response["id"]!.GetValue<string>();

    private static string Status(JsonNode response) => response["status"]!.GetValue<string>();

    private static string Catalog(string baseUrl) => $$"""
        providers:
          - { id: plain, baseUrl: {{baseUrl}}, serves: [ chat ], keys: [ { id: k, secret: s } ] }
        models:
          - { id: chat, targets: [ { provider: plain, model: fake-chat } ] }
        consumers:
          - { id: free, keys: [ { secret: "{{ClusterCatalog.Free}}" } ], models: [ "*" ] }
          - { id: other, keys: [ { secret: "{{Other}}" } ], models: [ "*" ] }
        """;
}
