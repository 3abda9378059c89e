using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Edge.Tests.Admin;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Access;

public sealed class AuditTests
{
    private const string Canary = "sk-CANARY-0123456789abcdef";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_written_down_with_who_and_what_was_before_and_no_secret()
    {
        var (audit, host) = await Start();
        await using var _ = host;
        await Put(host, 1);
        await Put(host, 2);
        await host.Client.DeleteAsync("/admin/v1/providers/p", Token);

        var told = (await List(host)).ToList();

        Assert.Equal(["deleteProvider", "putProvider", "putProvider"], told.Select(entry => (string)entry["operation"]!));
        Assert.All(told, entry =>
        {
            Assert.Equal(("the installation's token", "owner", "127.0.0.1", 200), ((string)entry["who"]!, (string)entry["role"]!, (string)entry["from"]!, (int)entry["status"]!));
        });
        Assert.Equal((null, 1), (told[2]["before"], Weight(told[2]["after"])));
        Assert.Equal((1, 2), (Weight(told[1]["before"]), Weight(told[1]["after"])));
        Assert.Equal((2, null), (Weight(told[0]["before"]), told[0]["after"]));
        Assert.DoesNotContain(Canary, string.Concat(audit.Lines.Select(Core.Access.AccessJson.Write)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_is_written_down_as_well()
    {
        var (_, host) = await Start();
        await using var __ = host;
        await host.Client.DeleteAsync("/admin/v1/providers/none", Token);
        await host.Client.PutAsync("/admin/v1/providers/p", new StringContent("{", Encoding.UTF8, "application/json"), Token);

        Assert.Equal([("putProvider", 400), ("deleteProvider", 404)], (await List(host)).Select(entry => ((string)entry["operation"]!, (int)entry["status"]!)));
    }

    [Fact]
    public async Task Nothing_is_changed_where_the_log_cannot_be_written()
    {
        var (audit, host) = await Start();
        await using var _ = host;
        audit.IsAway = true;

        var refused = await host.Client.PutAsJsonAsync("/admin/v1/providers/p", Provider(1), Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        audit.IsAway = false;
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/admin/v1/providers/p", Token)).StatusCode);
    }

    [Fact]
    public async Task A_change_whose_end_is_not_known_is_told_without_one()
    {
        var (audit, host) = await Start();
        await using var _ = host;
        await Put(host, 1);
        audit.Lines.RemoveAt(1);

        var told = Assert.Single(await List(host));
        Assert.Equal(("putProvider", null), ((string)told["operation"]!, told["status"]));
    }

    [Fact]
    public async Task The_log_is_told_in_pages_and_each_change_once()
    {
        var (_, host) = await Start();
        await using var __ = host;
        for (var change = 0; change < 130; change++)
            await host.Client.DeleteAsync($"/admin/v1/providers/none-{change}", Token);

        var told = new List<string>();
        string? next = null;
        do
        {
            var page = JsonNode.Parse(await host.Client.GetStringAsync($"/admin/v1/audit?limit=17{(next is null ? "" : $"&before={next}")}", Token))!;
            told.AddRange(page["data"]!.AsArray().Select(entry => (string)entry!["request"]!));
            next = (string?)page["next"];
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(0, 130).Reverse().Select(change => $"DELETE /admin/v1/providers/none-{change}"), told);
    }

    [Fact]
    public async Task A_log_that_was_tampered_with_is_found_out()
    {
        var (audit, host) = await Start();
        await using var _ = host;
        for (var change = 0; change < 60; change++)
            await host.Client.DeleteAsync($"/admin/v1/providers/none-{change}", Token);
        Assert.Equal((120L, null), await Check(host));

        audit.Lines[109] = audit.Lines[109] with { Who = "somebody else" };
        Assert.Equal((120L, 110L), await Check(host));
        audit.Lines.RemoveAt(50);
        Assert.Equal((119L, 51L), await Check(host));
    }

    private static async Task<(FakeAudit, AdminHost)> Start()
    {
        var (catalog, audit) = (new FakeCatalog(), new FakeAudit());
        return (audit, await AdminHost.Start(catalog, AdminHost.ControlPlane(catalog, audit, TimeProvider.System)));
    }

    private static object Provider(int weight) => new
    {
        id = "p", kind = "openai", baseUrl = "https://api.example.com/v1", keys = new[] { new { id = "k", secret = Canary, weight } },
    };

    private static async Task Put(AdminHost host, int weight)
    {
        var answer = await host.Client.PutAsJsonAsync("/admin/v1/providers/p", Provider(weight), Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static int Weight(JsonNode? json) => (int)(JsonNode.Parse((string)json!)!["keys"]![0]!["weight"] ?? 1);

    private static async Task<IEnumerable<JsonNode>> List(AdminHost host) =>
        JsonNode.Parse(await host.Client.GetStringAsync("/admin/v1/audit", Token))!["data"]!.AsArray().Select(entry => entry!);

    private static async Task<(long, long?)> Check(AdminHost host)
    {
        var told = JsonNode.Parse(await host.Client.GetStringAsync("/admin/v1/audit/chain", Token))!;
        return ((long)told["lines"]!, (long?)told["firstBroken"]);
    }
}
