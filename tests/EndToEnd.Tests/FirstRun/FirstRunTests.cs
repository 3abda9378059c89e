using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.FirstRun;

public sealed class FirstRunTests
{
    [Fact]
    public async Task Without_any_configuration_the_printed_curl_gets_an_answer()
    {
        SystemTools.Require("curl");
        SystemTools.Require("bash");
        await using var edge = await EdgeProcess.Start(new EdgeOptions { AdminToken = null });

        var welcome = await Welcome.Read(edge);
        var answer = await Bash(welcome.Curl + " --silent --show-error --fail-with-body");
        var stream = await Bash(welcome.Curl.Replace("-d '{", "-d '{\"stream\":true,", StringComparison.Ordinal) + " --silent --show-error -N");

        Assert.Contains("built-in demo model", JsonNode.Parse(answer)!["choices"]![0]!["message"]!["content"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("data: {", stream, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]", stream.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal($"{edge.DataAddress}v1", welcome.Address);
        Assert.StartsWith("sk-gw-", welcome.ConsumerKey, StringComparison.Ordinal);
        edge.AdminToken = welcome.AdminToken;
        Assert.Equal($"{edge.AdminAddress}admin/v1", welcome.Management);
        Assert.Equal(200, (await edge.Admin.Get("/admin/v1/catalog")).Status);
    }

    [Fact]
    public async Task A_provider_whose_key_is_in_the_environment_configures_itself()
    {
        await using var fake = await FakeProviderProcess.Start();
        await using var edge = await EdgeProcess.Start(new EdgeOptions { Environment = Keys(fake) });
        edge.ConsumerKey = (await Welcome.Read(edge)).ConsumerKey;

        var known = await edge.Data.Chat("gpt-4o-mini");
        var other = await edge.Data.Chat("openai/some-new-model");

        Assert.Equal([200, 200], [known.Status, other.Status]);
        Assert.Equal([("sk-from-environment", "gpt-4o-mini"), ("sk-from-environment", "some-new-model")], (await fake.Log()).Entries.Select(e => (e.Key, e.Model)));
    }

    [Fact]
    public async Task Killed_and_started_again_it_knows_its_callers_its_keys_and_what_was_used()
    {
        await using var fake = await FakeProviderProcess.Start();
        await using var edge = await EdgeProcess.Start(new EdgeOptions { AdminToken = null, Environment = Keys(fake) });
        var welcome = await Welcome.Read(edge);
        (edge.ConsumerKey, edge.AdminToken) = (welcome.ConsumerKey, welcome.AdminToken);
        for (var i = 0; i < 5; i++)
            Assert.Equal(200, (await edge.Data.Chat("gpt-4o-mini")).Status);
        await fake.AddRule(new { match = new { key = "sk-deepseek" }, answer = new { preset = "openai.invalid_key" } });
        Assert.Equal(503, (await edge.Data.Chat("deepseek-chat")).Status);
        await edge.Admin.KeyBecomes("deepseek-1", "Dead");
        _ = (await edge.Admin.Put("/admin/v1/consumers/later", new { id = "later", models = new[] { "*" } })).Ok;
        // What was answered holds, though the process dies in the same moment.
        _ = (await edge.Admin.Post("/admin/v1/keys/openai-1/disable")).Ok;

        edge.Process.Kill();
        await edge.StartProcess();

        Assert.Equal("Disabled", await edge.Admin.KeyState("openai-1"));
        await Eventually.Get(() => edge.Admin.KeyState("deepseek-1"), state => state == "Dead");
        Assert.Equal(200, (await edge.Data.Chat("demo")).Status);
        Assert.Equal(503, (await edge.Data.Chat("gpt-4o-mini")).Status);
        Assert.Equal(200, (await edge.Admin.Get("/admin/v1/consumers/later")).Status);
        var used = await Eventually.Get(() => Totals(edge), totals => totals is { Calls: 6 });
        Assert.Equal((6, 15, 50), used);
    }

    /// <summary>Of the model that was called before the kill five times with success and once after it in vain.</summary>
    private static async Task<(long Calls, long Prompt, long Completion)> Totals(EdgeProcess edge)
    {
        var answer = (await edge.Admin.Get("/admin/v1/usage?by=model&id=gpt-4o-mini&resolution=day&from=2020-01-01")).Ok;
        var total = answer["data"]![0]!["total"]!;
        return (total["calls"]!.GetValue<long>(), total["promptTokens"]!.GetValue<long>(), total["completionTokens"]!.GetValue<long>());
    }

    private static Dictionary<string, string?> Keys(FakeProviderProcess fake) => new()
    {
        ["OPENAI_API_KEY"] = "sk-from-environment",
        ["OPENAI_BASE_URL"] = fake.BaseUrl,
        ["DEEPSEEK_API_KEY"] = "sk-deepseek",
        ["DEEPSEEK_BASE_URL"] = fake.BaseUrl,
    };

    private static async Task<string> Bash(string command)
    {
        await using var bash = RunningProcess.Start("bash", ["-c", command]);
        Assert.True(await bash.Exit() == 0, bash.Describe("failed"));
        return bash.Output.Text;
    }
}
