using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.CatalogLive;

public sealed class ManagementTests(SharedGateway gateway)
{
    [Fact]
    public async Task Without_the_token_nothing_is_told_or_done()
    {
        using var nobody = gateway.Edge.ClientWith(null);
        foreach (var token in new[] { null, "wrong-token-0123456789", gateway.Edge.AdminToken![..^1] })
        {
            using var http = new HttpClient { BaseAddress = gateway.Edge.AdminAddress };
            if (token is not null)
                http.DefaultRequestHeaders.Authorization = new("Bearer", token);
            using var admin = new AdminClient(http);
            foreach (var path in new[] { "/admin/v1/catalog", "/admin/v1/providers", "/admin/v1/consumers", "/admin/v1/models", "/admin/v1/keys", "/admin/v1/edge/keys", "/admin/v1/usage", "/admin/v1/usage/calls", "/admin/v1/usage/export?format=csv" })
                Assert.Equal(401, (await admin.Get(path)).Status);
            Assert.Equal(401, (await admin.Put("/admin/v1/consumers/intruder", new { id = "intruder", models = new[] { "*" } })).Status);
            Assert.Equal(401, (await admin.Delete("/admin/v1/models/demo")).Status);
        }
        Assert.Equal(404, (await gateway.Edge.Admin.Get("/admin/v1/consumers/intruder")).Status);
        // Nor is the management plane to be reached by the callers' address.
        Assert.Equal(404, (await nobody.GetAnswer("/admin/v1/catalog")).Status);
    }

    [Fact]
    public async Task Changes_made_at_once_all_come_into_force()
    {
        var ids = Enumerable.Range(0, 24).Select(i => string.Create(CultureInfo.InvariantCulture, $"at-once-{i}")).ToList();

        var answers = await Task.WhenAll(ids.Select(id => gateway.Edge.Admin.Put($"/admin/v1/consumers/{id}", new { id, models = new[] { "*" } })));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        var known = (await gateway.Edge.Admin.Get("/admin/v1/consumers?search=at-once")).Ok["data"]!.AsArray().Select(consumer => (string)consumer!["id"]!);
        Assert.Subset(known.ToHashSet(), ids.ToHashSet());
        foreach (var id in ids)
            _ = (await gateway.Edge.Admin.Delete($"/admin/v1/consumers/{id}")).Ok;
    }

    [Fact]
    public async Task A_models_target_can_be_changed_between_two_calls()
    {
        using var lane = await gateway.Lane();
        using var other = await gateway.Lane();
        Assert.Equal($"{lane.Id}/fake-chat", (await lane.Chat()).Header("x-aigateway-target"));

        _ = (await lane.Admin.Put($"/admin/v1/models/{lane.Model}", new { id = lane.Model, targets = new[] { new { provider = other.Id, model = "new-name" } } })).Ok;

        Assert.Equal($"{other.Id}/new-name", (await lane.Chat()).Header("x-aigateway-target"));
    }

    [Fact]
    public async Task A_providers_key_can_be_added_changed_and_deleted()
    {
        using var lane = await gateway.Lane();

        _ = (await lane.Admin.Put($"/admin/v1/providers/{lane.Id}/keys/{lane.KeyId(2)}", new { id = lane.KeyId(2), secret = lane.Secret(2) })).Ok;
        await Eventually.Holds(async () => (await lane.Chat()).Ok is not null && (await lane.Calls()).Any(c => c.Key == lane.Secret(2)));

        // Without a secret the old one stays.
        _ = (await lane.Admin.Put($"/admin/v1/providers/{lane.Id}/keys/{lane.KeyId(2)}", new { id = lane.KeyId(2), weight = 3 })).Ok;
        _ = (await lane.Admin.Delete($"/admin/v1/providers/{lane.Id}/keys/{lane.KeyId(1)}")).Ok;
        var before = (await lane.Calls()).Count;
        for (var i = 0; i < 4; i++)
            _ = (await lane.Chat()).Ok;
        Assert.All((await lane.Calls()).Skip(before), call => Assert.Equal(lane.Secret(2), call.Key));
        var shown = await lane.Admin.Get($"/admin/v1/providers/{lane.Id}");
        Assert.DoesNotContain("sk-", shown.Body, StringComparison.Ordinal);
        Assert.Equal(3, shown.Ok["keys"]![0]!["weight"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_consumers_keys_work_from_the_moment_they_are_made_until_they_are_deleted()
    {
        using var lane = await gateway.Lane();
        var second = (await lane.Admin.Post($"/admin/v1/consumers/{lane.Id}/keys")).Ok["key"]!.GetValue<string>();
        using var http = gateway.Edge.ClientWith(second);
        Assert.Equal(200, (await http.Chat(lane.Model)).Status);

        var keys = (await lane.Admin.Get($"/admin/v1/consumers/{lane.Id}")).Ok["keys"]!.AsArray();
        Assert.Equal(2, keys.Count);
        _ = (await lane.Admin.Delete($"/admin/v1/consumers/{lane.Id}/keys/{keys[0]!["id"]!.GetValue<string>()}")).Ok;

        Assert.Equal((401, 200), ((await lane.Chat()).Status, (await http.Chat(lane.Model)).Status));
        _ = (await lane.Admin.Delete($"/admin/v1/consumers/{lane.Id}")).Ok;
        Assert.Equal(401, (await http.Chat(lane.Model)).Status);
    }

    [Fact]
    public async Task What_would_not_be_valid_is_refused_as_a_whole_and_says_where()
    {
        using var lane = await gateway.Lane();

        var dangling = await lane.Admin.Put($"/admin/v1/models/{lane.Model}", new { id = lane.Model, targets = new[] { new { provider = "nobody", model = "m" } } });
        var inUse = await lane.Admin.Delete($"/admin/v1/providers/{lane.Id}");
        var unknown = await lane.Admin.Put($"/admin/v1/models/{lane.Model}", $$"""{"id":"{{lane.Model}}","targetz":[]}""");
        var mismatch = await lane.Admin.Put($"/admin/v1/models/{lane.Model}", new { id = "other" });
        var broken = await lane.Admin.Put($"/admin/v1/models/{lane.Model}", "{");
        var missing = await lane.Admin.Delete("/admin/v1/models/no-such-model");

        Assert.Equal([422, 409, 400, 400, 400, 404], [dangling.Status, inUse.Status, unknown.Status, mismatch.Status, broken.Status, missing.Status]);
        Assert.Contains("nobody", dangling.Body, StringComparison.Ordinal);
        Assert.Contains("is in use", inUse.Body, StringComparison.Ordinal);
        Assert.Contains("targetz", unknown.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await lane.Chat()).Status);
    }

    [Fact]
    public async Task How_far_limits_are_used_is_told()
    {
        using var lane = await gateway.Lane();
        _ = (await lane.Admin.Put($"/admin/v1/consumers/{lane.Id}", new
        {
            id = lane.Id, models = new[] { "*" }, limits = new { requestsPerDay = 10, costPerDay = 2.5, soft = new[] { "costPerDay" } }, modelLimits = new[] { new { model = lane.Model, limits = new { concurrent = 4 } } },
        })).Ok;
        for (var i = 0; i < 3; i++)
            _ = (await lane.Chat()).Ok;

        JsonArray? entities = null;
        await Eventually.Holds(async () =>
            (entities = (await lane.Admin.Get($"/admin/v1/limits?consumer={lane.Id}")).Ok["data"]!.AsArray())[0]!["limits"]![0]!["used"]!.GetValue<decimal>() == 3);

        Assert.Equal([$"consumer/{lane.Id}", $"consumer/{lane.Id}/{lane.Model}"], entities!.Select(entity => (string?)entity!["entity"]));
        Assert.Equal(["requestsPerDay", "costPerDay"], entities![0]!["limits"]!.AsArray().Select(limit => (string?)limit!["name"]));
        Assert.Equal((30.0, 2.5m), (entities[0]!["limits"]![0]!["usedPercent"]!.GetValue<double>(), entities[0]!["limits"]![1]!["limit"]!.GetValue<decimal>()));
        foreach (var (query, status) in new[] { ("?consumer=nobody", 404), ("?model=no/such", 404), ("", 400), ("?consumer=a&model=b", 400) })
            Assert.Equal(status, (await lane.Admin.Get("/admin/v1/limits" + query)).Status);
    }

    [Fact]
    public async Task Limits_come_back_as_they_were_written()
    {
        using var lane = await gateway.Lane();
        var consumer = $"/admin/v1/consumers/{lane.Id}";
        const string Limits = """{"requestsPerMinute":600,"costPerDay":2.50,"timeZone":"Asia/Shanghai","soft":["requestsPerMinute"],"tokens":"strict"}""";
        var models = $$$"""[{"model":"{{{lane.Model}}}","limits":{"tokensPerMonth":5}},{"model":"*","limits":{}}]""";

        var put = await lane.Admin.Put(consumer, $$"""{"id":"{{lane.Id}}","limits":{{Limits}},"modelLimits":{{models}},"priority":"low"}""");
        var got = await lane.Admin.Get(consumer);

        Assert.All([put, got], answer => Assert.Equal(
            (Limits, models, "low"),
            (answer.Ok["limits"]!.ToJsonString(), answer.Ok["modelLimits"]!.ToJsonString(), answer.Ok["priority"]!.GetValue<string>())));
    }

    [Theory]
    [InlineData("""{"requestsPerMinute":1.5}""", 400, "$.limits.requestsPerMinute: must be a whole number")]
    [InlineData("""{"tokensPerDay":"many"}""", 400, "$.limits.tokensPerDay: must be a whole number")]
    [InlineData("""{"costPerDay":1e309}""", 400, "$.limits.costPerDay: must be an amount of US dollars")]
    [InlineData("""{"costPerDay":1,"costPerDay":2}""", 400, "costPerDay")]
    [InlineData("""{"costPerDay":-1}""", 422, "0.000001")]
    [InlineData("""{"tokensPerDay":1,"timeZone":"Europe/Berlim"}""", 422, "Europe/Berlin")]
    [InlineData("""{"tokensPerDay":1,"hard":["tokenPerDay"]}""", 422, "tokensPerDay")]
    public async Task Limits_that_cannot_be_meant_are_refused_and_say_where(string limits, int status, string fragment)
    {
        using var lane = await gateway.Lane();

        var refused = await lane.Admin.Put($"/admin/v1/consumers/{lane.Id}", $$"""{"id":"{{lane.Id}}","limits":{{limits}}}""");

        Assert.Equal(status, refused.Status);
        Assert.Contains(fragment, refused.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await lane.Chat()).Status);
    }
}
