using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AiGateway.Core.Usage;
using AiGateway.Core.Usage.Records;
using AiGateway.Edge.Records;
using AiGateway.Edge.Tests.Admin;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Grains.Keys;
using AiGateway.Grains.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.CommandLine;

public sealed class AdminCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_show_what_there_is_as_tables_and_as_JSON()
    {
        await using var host = await Made();

        Assert.Contains("https://p.example/v1", (await Command.Run(host, "providers", "list")).Done, StringComparison.Ordinal);
        Assert.Contains("p/upstream ×3", (await Command.Run(host, "models", "list")).Done, StringComparison.Ordinal);
        Assert.Matches(@"p-1 +p +Active", (await Command.Run(host, "keys", "list")).Done);
        Assert.Matches(@"team +\*", (await Command.Run(host, "consumers", "list")).Done);

        Assert.Equal("p-1", (string?)JsonNode.Parse((await Command.Run(host, "keys", "list", "--json")).Done)![0]!["id"]);
        Assert.Equal(3, (int)JsonNode.Parse((await Command.Run(host, "models", "list", "--json")).Done)![0]!["targets"]![0]!["weight"]!);
        Assert.DoesNotContain("canary", (await Command.Run(host, "providers", "list", "--json")).Done, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_page_is_listed_whole()
    {
        await using var host = await AdminHost.Start();
        var consumers = string.Concat(Enumerable.Range(0, 1_203).Select(i => $"  - {{ id: c{i}, models: [ '*' ] }}\n"));
        using var yaml = new StringContent("consumers:\n" + consumers, System.Text.Encoding.UTF8, "application/yaml");
        (await host.Client.PostAsync("/admin/v1/catalog/import", yaml, Token)).EnsureSuccessStatusCode();

        Assert.Equal(1_203, JsonNode.Parse((await Command.Run(host, "consumers", "list", "--json")).Done)!.AsArray().Count);
    }

    [Fact]
    public async Task A_consumer_is_made_given_a_key_relieved_of_it_and_deleted()
    {
        await using var host = await AdminHost.Start();

        Assert.Contains("app is made", (await Command.Run(host, "consumers", "create", "app", "--model", "gpt-*", "chat", "--limit", "requestsPerMinute=60", "costPerDay=2.5")).Done, StringComparison.Ordinal);
        var made = await Read(host, "/admin/v1/consumers/app");
        Assert.Equal(("[\"gpt-*\",\"chat\"]", 60, 2.5m), (made["models"]!.ToJsonString(), (int)made["limits"]!["requestsPerMinute"]!, (decimal)made["limits"]!["costPerDay"]!));

        var key = (string)JsonNode.Parse((await Command.Run(host, "consumers", "keys", "create", "app", "--json")).Done)!["key"]!;
        Assert.StartsWith("sk-gw-", key, StringComparison.Ordinal);
        var list = (await Command.Run(host, "consumers", "list")).Done;
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
        var id = (string)(await Read(host, "/admin/v1/consumers/app"))["keys"]![0]!["id"]!;
        Assert.Contains(id, list, StringComparison.Ordinal);

        Assert.Equal($"{id} is revoked.\n", (await Command.Run(host, "consumers", "keys", "revoke", "app", id)).Done);
        Assert.Equal("app is deleted.\n", (await Command.Run(host, "consumers", "delete", "app")).Done);
    }

    [Fact]
    public async Task A_consumer_that_is_there_is_not_made_again()
    {
        await using var host = await Made();

        var again = await Command.Run(host, "consumers", "create", "team", "--model", "nothing");

        Assert.Equal((1, "There is a consumer 'team' already.\n", ""), (again.ExitCode, again.Error, again.Out));
        Assert.Equal("[\"*\"]", (await Read(host, "/admin/v1/consumers/team"))["models"]!.ToJsonString());
    }

    [Fact]
    public async Task A_key_is_disabled_enabled_and_unblocked()
    {
        await using var host = await Made();

        Assert.Equal("p-1 is Disabled.\n", (await Command.Run(host, "keys", "disable", "p-1")).Done);
        Assert.Equal("p-1 is Active.\n", (await Command.Run(host, "keys", "enable", "p-1")).Done);
        Assert.Equal("Active", (string?)JsonNode.Parse((await Command.Run(host, "keys", "unblock", "p-1", "--json")).Done)!["state"]);
    }

    [Fact]
    public async Task Usage_and_calls_are_shown()
    {
        await using var host = await Made();
        var record = new UsageRecord
        {
            CallId = "req_1", StartedAtMs = 1_795_390_148_732, Consumer = "team", Model = "chat", Operation = "chat.completions", Provider = "p", Key = "p-1",
            Tokens = new TokenUsage { Prompt = 1_234, Completion = 5 }, TotalMs = 12.5, Outcome = CallOutcome.Ok, Status = 200,
        };
        await host.Services.GetRequiredService<IRecordStore>().Write([new StoredRecord("edge", 1, record)], Token);

        Assert.Matches(@"chat +7 +2 ", (await Command.Run(host, "usage")).Done);
        Assert.Matches(@"2026-11-2\d \d\d:\d\d:\d\dZ +team +chat +p +p-1 +200 +Ok +1,234 +5 ", (await Command.Run(host, "calls", "--call-id", "req_1")).Done);
        Assert.Empty(JsonNode.Parse((await Command.Run(host, "calls", "--consumer", "nobody", "--json")).Done)!["data"]!.AsArray());
        Assert.Equal((1, "'by' must be consumer, model or shadow.\n"), (await Command.Run(host, "usage", "--by", "moon")) is var refused ? (refused.ExitCode, refused.Error) : default);
    }

    [Fact]
    public async Task A_watch_shows_calls_errors_and_keys_in_trouble_as_often_as_it_is_told_to()
    {
        await using var host = await Made();
        await Command.Run(host, "keys", "disable", "p-1");

        var table = (await Command.Run(host, "watch", "--times", "1")).Done;
        var json = JsonNode.Parse((await Command.Run(host, "watch", "--times", "1", "--json")).Done)!;

        Assert.Matches(@"chat +7 +2 ", table);
        Assert.Matches(@"p-1 +p +Disabled", table);
        Assert.Equal("p-1", (string?)json["keysInTrouble"]![0]!["id"]);
    }

    [Fact]
    public async Task A_watch_goes_on_while_the_gateway_does_not_answer()
    {
        var looks = 0;
        await using var host = await Made(() => Interlocked.Increment(ref looks) > 2 ? throw new TimeoutException() : 0);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());

        var watch = Command.Run(time, AdminHost.Token, "watch", "--times", "3", "--json", "--url", host.Client.BaseAddress!.ToString());
        while (await Task.WhenAny(watch, Task.Delay(10, Token)) != watch)
            time.Advance(TimeSpan.FromSeconds(2));

        var sights = (await watch).Done.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(3, sights.Count);
        Assert.All(sights, sight => Assert.Equal(7, (int)sight["usage"]!["data"]![0]!["total"]!["calls"]!));
        Assert.Null(sights[0]["trouble"]);
        Assert.Contains("The control plane does not answer.", (string?)sights[2]["trouble"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys", "disable", "nobody", "There is no key 'nobody'.")]
    [InlineData("consumers", "delete", "nobody?x", "There is no consumer 'nobody?x'.")]
    public async Task What_is_refused_ends_with_1_and_the_reason(string what, string action, string id, string reason)
    {
        await using var host = await Made();

        var refused = await Command.Run(host, what, action, id);

        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Contains(reason, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_and_a_gateway_that_is_not_there_are_told_and_the_token_is_not()
    {
        await using var host = await AdminHost.Start();
        var address = host.Client.BaseAddress!.ToString();

        var wrong = await Command.Run("canary-token-of-another", "providers", "list", "--url", address);
        var nobody = await Command.Run(AdminHost.Token, "providers", "list", "--url", "http://127.0.0.1:1");
        var other = await Command.Run(AdminHost.Token, "providers", "list", "--url", address + "elsewhere/");

        Assert.Equal((1, 1), (wrong.ExitCode, nobody.ExitCode));
        Assert.Contains("admin token is missing or wrong", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:1/ does not answer", nobody.Error, StringComparison.Ordinal);
        Assert.Equal(0, other.ExitCode);
        Assert.DoesNotContain("canary", wrong.Error + wrong.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_comes_from_a_file_before_it_comes_from_the_environment()
    {
        await using var host = await AdminHost.Start();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, AdminHost.Token + "\n", Token);
            Assert.Equal(0, (await Command.Run("wrong-token-0123456789", "providers", "list", "--token-file", file, "--url", host.Client.BaseAddress!.ToString())).ExitCode);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(null, "providers list", "There is no admin token")]
    [InlineData("two words", "providers list", "a character that no token has")]
    [InlineData("t", "providers list --token-file /nowhere/token", "The token file cannot be read")]
    [InlineData("t", "providers list --url nowhere", "--url 'nowhere' is no address")]
    [InlineData("t", "consumers create c --model * --limit many", "--limit 'many' must be NAME=NUMBER")]
    [InlineData("t", "watch --every 0", "--every must be 1 to 3600")]
    [InlineData("t", "import /nowhere/catalog.yaml", "The file cannot be read")]
    [InlineData("t", "consumers create c", "--model")]
    [InlineData("t", "providers", "Required command")]
    [InlineData("t", "keys disable", "Required argument")]
    [InlineData("t", "providers list --token t", "--token")]
    [InlineData("t", "fly", "fly")]
    public async Task What_is_called_wrongly_ends_with_2_and_sends_nothing(string? token, string line, string reason)
    {
        var wrong = await Command.Run(token, line.Split(' '));

        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains(reason, wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_needs_no_gateway()
    {
        var help = await Command.Run((string?)null, "--help");

        foreach (var command in new[] { "providers", "keys", "models", "consumers", "usage", "calls", "export", "import", "watch", "--url", "--token-file", "--json" })
            Assert.Contains(command, help.Done, StringComparison.Ordinal);
    }

    /// <param name="whenAsked">What happens when a page of usage is asked for.</param>
    private static async Task<AdminHost> Made(Func<int>? whenAsked = null)
    {
        var catalog = new FakeCatalog();
        var grains = AdminHost.ControlPlane(catalog).Add<IApiKeyGrain>(id => new FakeKey(id)).Add<IMinutePageGrain>(key => new Page(RollupKey.Parse(key), whenAsked));
        var host = await AdminHost.Start(catalog, grains);
        (await host.Client.PutAsJsonAsync("/admin/v1/providers/p", new { id = "p", baseUrl = "https://p.example/v1", keys = new[] { new { id = "p-1", secret = "canary" } } }, Token)).EnsureSuccessStatusCode();
        (await host.Client.PutAsJsonAsync("/admin/v1/models/chat", new { id = "chat", targets = new[] { new { provider = "p", model = "upstream", weight = 3 } } }, Token)).EnsureSuccessStatusCode();
        (await host.Client.PutAsJsonAsync("/admin/v1/consumers/team", new { id = "team", models = new[] { "*" } }, Token)).EnsureSuccessStatusCode();
        return host;
    }

    private static async Task<JsonNode> Read(AdminHost host, string path) => JsonNode.Parse(await host.Client.GetStringAsync(path, Token))!;

    /// <summary>Seven calls of the model within this minute, two of which failed.</summary>
    private sealed class Page(RollupKey key, Func<int>? whenAsked) : IMinutePageGrain
    {
        public ValueTask Absorb(string writer, long lastSequence, RollupPage batch) => throw new NotSupportedException();

        public ValueTask<RollupPage> Read()
        {
            whenAsked?.Invoke();
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            var page = new RollupPage { Resolution = key.Resolution, StartMs = key.StartMs };
            if (page.Covers(now))
                page.Add(now, new UsageCell { Calls = 7, Outcomes = new() { [CallOutcome.Ok] = 5, [CallOutcome.UpstreamError] = 2 } });
            return ValueTask.FromResult(page);
        }
    }
}
