using System.Text;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Failover;

/// <summary>Secrets that are easily found again, in everything a gateway says and keeps.</summary>
public sealed class SecretTests
{
    private const string ProviderSecret = "sk-canary-provider-7f3a91c2d45e";
    private const string CallersSecret = "canary caller 8d21b0aa93";
    private const string AdminSecret = "canary-admin-0c9e4471fb26";

    [Fact]
    public async Task No_secret_is_found_in_any_log_answer_header_metric_or_file()
    {
        await using var fake = await FakeProviderProcess.Start();
        await using var edge = await EdgeProcess.Start(new EdgeOptions
        {
            ConsumerKey = CallersSecret,
            AdminToken = null,
            Environment = new Dictionary<string, string?> { ["Admin__Token"] = AdminSecret, ["CANARY"] = ProviderSecret },
            // Everything this process can say of itself.
            Settings = new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Debug", ["Logging:LogLevel:AiGateway"] = "Trace", ["Logging:LogLevel:Orleans"] = "Information" },
            Catalog = $$"""
                providers:
                  - id: fake
                    baseUrl: {{fake.BaseUrl}}
                    keys: [ { id: k1, secret: "${CANARY}" }, { id: k2, secret: "${CANARY}-2" } ]
                models:
                  - { id: m, targets: [ { provider: fake, model: fake-chat } ] }
                consumers:
                  - { id: c, keys: [ { secret: "{{CallersSecret}}" } ], models: [ "*" ] }
                """,
        });
        edge.AdminToken = AdminSecret;
        var said = new StringBuilder();

        said.Append(await edge.Data.Chat("m"));
        said.Append(await edge.Data.ChatStream("m"));
        foreach (var preset in new[] { "generic.echoes_key", "openai.invalid_key", "cloudflare.html_502", "openai.insufficient_quota" })
        {
            await fake.AddRule(new { times = 2, answer = new { preset } });
            said.Append(await edge.Data.Chat("m"));
            await fake.Clear();
            foreach (var key in new[] { "k1", "k2" })
            {
                said.Append(await edge.Admin.Get($"/admin/v1/keys/{key}"));
                said.Append(await edge.Admin.Post($"/admin/v1/keys/{key}/unblock"));
            }
            await Eventually.Get(() => edge.Data.Chat("m"), answer => answer.Status == 200);
        }
        await fake.AddRule(new { times = 2, answer = new { fault = "error_event", afterEvents = 4, errorEvent = new { error = new { message = "key {{key}} of " + ProviderSecret } } } });
        said.Append(await edge.Data.ChatStream("m"));
        using (var stranger = edge.ClientWith(CallersSecret + "x"))
            said.Append(await stranger.Chat("m"));
        foreach (var path in new[] { "/admin/v1/catalog", "/admin/v1/providers?limit=1000", "/admin/v1/consumers?limit=1000", "/admin/v1/models?limit=1000", "/admin/v1/keys?limit=1000", "/admin/v1/usage", "/admin/v1/usage/calls?limit=1000", "/admin/v1/usage/export?format=csv", "/admin/v1/usage/export?format=ndjson", "/metrics" })
            said.Append(await edge.Admin.Get(path));
        await Eventually.Get(() => edge.Admin.Get("/admin/v1/usage/calls"), answer => answer.Ok["data"]!.AsArray().Count >= 10);
        edge.Process.Terminate();
        await edge.Process.Exit(TimeSpan.FromSeconds(60));

        var files = Directory.GetFiles(edge.DataDirectory, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var secret in new[] { ProviderSecret, CallersSecret, AdminSecret })
        {
            Assert.DoesNotContain(secret, said.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, edge.Process.Output.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(files, file => Holds(file, secret));
        }
        // The test can fail: what is no secret is found.
        Assert.Contains(files, file => Holds(file, "fake-chat"));
    }

    private static bool Holds(string file, string text)
    {
        var bytes = File.ReadAllBytes(file).AsSpan();
        return bytes.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
            || bytes.IndexOf(Encoding.Unicode.GetBytes(text)) >= 0
            || bytes.IndexOf(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))) >= 0;
    }
}
