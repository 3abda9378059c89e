using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Edge.Tests.Admin;

public sealed class PageTests
{
    private const string Consumers = "/admin/v1/consumers";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_have_everything_once_in_order_while_entities_come_and_go()
    {
        await using var host = await AdminHost.Start();
        foreach (var id in new[] { "d", "a", "c", "b", "e" })
            await Make(host, id);

        var first = await Read(host, "?limit=2");
        await Make(host, "aa");
        _ = await host.Client.DeleteAsync($"{Consumers}/b", Token);
        var second = await Read(host, $"?limit=2&after={first.Next}");
        var third = await Read(host, $"?limit=2&after={second.Next}");

        Assert.Equal([["a", "b"], ["c", "d"], ["e"]], [first.Ids, second.Ids, third.Ids]);
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task A_search_finds_parts_of_ids_whatever_their_case()
    {
        await using var host = await AdminHost.Start();
        foreach (var id in new[] { "Sales-1", "support", "presales" })
            await Make(host, id);

        Assert.Equal(["Sales-1", "presales"], (await Read(host, "?search=SALES")).Ids);
        Assert.Empty((await Read(host, "?search=%25")).Ids);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?limit=many")]
    [InlineData("?limit=99999999999999999999")]
    [InlineData("?after=!")]
    [InlineData("?after=")]
    public async Task A_question_for_no_page_is_refused(string query)
    {
        await using var host = await AdminHost.Start();

        foreach (var list in new[] { "consumers", "models", "providers", "keys", "endpoints", "ramps" })
        {
            var answer = await host.Client.GetAsync($"/admin/v1/{list}{query}", Token);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    private static async Task Make(AdminHost host, string id) =>
        (await host.Client.PutAsJsonAsync($"{Consumers}/{id}", new { id, models = new[] { "*" } }, Token)).EnsureSuccessStatusCode();

    private static async Task<(IReadOnlyList<string?> Ids, string? Next)> Read(AdminHost host, string query)
    {
        var page = JsonNode.Parse(await host.Client.GetStringAsync(Consumers + query, Token))!;
        return ([.. page["data"]!.AsArray().Select(one => (string?)one!["id"])], (string?)page["next"]);
    }
}
