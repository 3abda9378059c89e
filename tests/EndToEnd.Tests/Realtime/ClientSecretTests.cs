using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Cluster;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Realtime;

/// <summary>What a browser is given in place of a key, at several edges.</summary>
[Collection(ClusterTests.Name)]
public sealed class ClientSecretTests(SharedCluster cluster)
{
    private const string Path = "/v1/realtime";

    [Fact]
    public async Task A_secret_of_one_edge_opens_a_session_at_another_and_at_the_account_that_made_it()
    {
        await cluster.Fake.Clear();
        using var caller = await Consumer.Make(cluster, "browsers");

        var made = (await Make(caller)).Ok;
        var secret = made["value"]!.GetValue<string>();
        using var client = await Connect(1, secret, "realtime");
        Assert.Equal("session.created", RealtimeClient.Type(await client.Hear()));
        Assert.Equal("from the browser", await client.Turn("from the browser"));
        await client.Close();

        Assert.StartsWith("ek_", secret, StringComparison.Ordinal);
        Assert.InRange(made["expires_at"]!.GetValue<long>() - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 100, 121);
        Assert.Equal(("realtime", "chat"), (client.Socket.SubProtocol, made["session"]!["model"]!.GetValue<string>()));
        var entries = (await cluster.Fake.Log()).Entries;
        var asked = Assert.Single(entries, call => call.Path.EndsWith("/client_secrets", StringComparison.Ordinal));
        var session = Assert.Single(entries, call => call.Path.EndsWith("/realtime", StringComparison.Ordinal));
        Assert.Equal(("fake-chat", "fake-chat"), (asked.Json["session"]!["model"]!.GetValue<string>(), session.Model));
        // The provider's own secret names its account behind the @.
        Assert.StartsWith("ek_", session.Key, StringComparison.Ordinal);
        Assert.EndsWith("@" + asked.Key, session.Key, StringComparison.Ordinal);
        Assert.DoesNotContain(session.Key!, made.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, string.Join('\n', session.Headers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_secret_or_no_longer_one_is_refused_by_the_gateway_itself()
    {
        using var caller = await Consumer.Make(cluster, "latecomers");
        await cluster.Fake.Clear();
        await cluster.Fake.AddRule(new { match = new { path = "/client_secrets" }, times = 1, answer = new { expiresInS = 0 } });
        var stale = (await Make(caller)).Ok["value"]!.GetValue<string>();

        foreach (var secret in new[] { stale, "ek_", "ek_68af296e8e408191a1120ab6383263c2", stale[..^2] + "AA" })
            Assert.Equal(401, await Refused(1, secret));
        Assert.DoesNotContain((await cluster.Fake.Log()).Entries, call => call.Path.EndsWith("/realtime", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_that_the_provider_refuses_is_not_held_against_the_key_that_made_it()
    {
        using var caller = await Consumer.Make(cluster, "unlucky");
        await cluster.Fake.Clear();
        var secret = (await Make(caller)).Ok["value"]!.GetValue<string>();
        var maker = (await cluster.Fake.Log()).Entries.Single(call => call.Path.EndsWith("/client_secrets", StringComparison.Ordinal)).Key!;
        await cluster.Fake.AddRule(new { match = new { path = "/realtime", key = "ek_*" }, times = 1, answer = new { preset = "openai.invalid_key" } });

        Assert.Equal(401, await Refused(0, secret));

        Assert.Single((await cluster.Fake.Log()).Entries, call => call.Path.EndsWith("/realtime", StringComparison.Ordinal));
        using (var again = await Connect(0, secret))
            Assert.Equal("session.created", RealtimeClient.Type(await again.Hear()));
        Assert.Equal("Active", await cluster.Edges[0].Admin.KeyState("pool-" + maker["sk-pool-".Length..]));
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("key removed")]
    public async Task A_secret_and_its_session_end_with_the_key_it_was_made_with(string how)
    {
        using var caller = await Consumer.Make(cluster, "revoked-" + how.Split(' ')[0]);
        var secret = (await Make(caller)).Ok["value"]!.GetValue<string>();
        using var client = await Connect(1, secret);
        await client.Hear();

        await caller.Revoke(how);
        var (code, _) = await client.Ended();

        Assert.Equal(4401, code);
        Assert.Equal(401, await Refused(1, secret));
    }

    [Theory]
    [InlineData("""{"session":{"type":"realtime","model":"chat"}""", 400)]
    [InlineData("""[]""", 400)]
    [InlineData("""{}""", 400)]
    [InlineData("""{"session":7}""", 400)]
    [InlineData("""{"session":{"model":7}}""", 400)]
    [InlineData("""{"session":{"model":"chat"},"session":{"model":"chat"}}""", 400)]
    [InlineData("""{"session":{"model":"nobody-has-it"}}""", 404)]
    public async Task A_request_for_one_that_makes_no_sense_is_told_why(string body, int status)
    {
        var answer = await cluster.Edges[0].Data.PostJson(Path + "/client_secrets", body);

        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Error["message"]!.GetValue<string>());
    }

    private static Task<HttpAnswer> Make(Consumer caller) => caller.Http.PostJson(
        Path + "/client_secrets", new { expires_after = new { anchor = "created_at", seconds = 120 }, session = new { type = "realtime", model = "chat" } });

    private Task<RealtimeClient> Connect(int edge, string secret, params string[] protocols) => RealtimeClient.Connect(
        cluster.Edges[edge].DataAddress, Path, protocols.Length == 0 ? secret : null, options =>
        {
            foreach (var protocol in protocols)
                options.AddSubProtocol(protocol);
            if (protocols.Length > 0)
                options.AddSubProtocol("openai-insecure-api-key." + secret);
        });

    private Task<int> Refused(int edge, string secret) => RealtimeClient.Refused(cluster.Edges[edge].DataAddress, $"{Path}?model=chat", secret);

    /// <summary>A consumer of the first edge's making.</summary>
    private sealed class Consumer : IDisposable
    {
        private readonly AdminClient _admin;
        private readonly string _id;

        private Consumer(AdminClient admin, string id, HttpClient http) => (_admin, _id, Http) = (admin, id, http);

        public HttpClient Http { get; }

        public static async Task<Consumer> Make(SharedCluster cluster, string id)
        {
            var admin = cluster.Edges[0].Admin;
            _ = (await admin.Put($"/admin/v1/consumers/{id}", new { id, models = new[] { "chat" } })).Ok;
            var key = (await admin.Post($"/admin/v1/consumers/{id}/keys")).Ok["key"]!.GetValue<string>();
            // The other edges hear of it in a moment.
            foreach (var edge in cluster.Edges)
            {
                using var http = edge.ClientWith(key);
                await Eventually.Get(() => http.GetAnswer("/v1/models"), answer => answer.Status == 200);
            }
            return new Consumer(admin, id, cluster.Edges[0].ClientWith(key));
        }

        public async Task Revoke(string how)
        {
            if (how == "disabled")
                _ = (await _admin.Put($"/admin/v1/consumers/{_id}", new { id = _id, models = new[] { "chat" }, disabled = true })).Ok;
            else
                _ = (await _admin.Delete($"/admin/v1/consumers/{_id}/keys/{Key((await _admin.Get($"/admin/v1/consumers/{_id}")).Ok)}")).Ok;
        }

        public void Dispose() => Http.Dispose();

        private static string Key(JsonNode consumer) => consumer["keys"]![0]!["id"]!.GetValue<string>();
    }
}
