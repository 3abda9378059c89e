using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Admin;

public sealed class PreconditionTests
{
    private const string Team = "/admin/v1/consumers/team";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entity_keeps_its_tag_until_it_changes()
    {
        await using var host = await AdminHost.Start();
        var made = await Put(host, "low");
        var read = await host.Client.GetAsync(Team, Token);

        Assert.Equal(made.Headers.ETag, read.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, (await Send(host, HttpMethod.Get, "If-None-Match", read.Headers.ETag!.Tag)).StatusCode);
        Assert.NotEqual(read.Headers.ETag, (await Put(host, "high")).Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, (await Send(host, HttpMethod.Get, "If-None-Match", read.Headers.ETag.Tag)).StatusCode);
    }

    [Fact]
    public async Task A_new_secret_makes_a_new_tag()
    {
        await using var host = await AdminHost.Start();
        var tag = (await Put(host, "low")).Headers.ETag;
        Assert.Equal(HttpStatusCode.OK, (await host.Client.PostAsync(Team + "/keys", null, Token)).StatusCode);

        Assert.NotEqual(tag, (await host.Client.GetAsync(Team, Token)).Headers.ETag);
    }

    [Fact]
    public async Task A_change_of_what_others_have_changed_is_refused_with_the_newer_version()
    {
        await using var host = await AdminHost.Start();
        var known = (await Put(host, "low")).Headers.ETag!.Tag;
        var newer = await Put(host, "high");

        foreach (var refused in new[] { await Put(host, "normal", ("If-Match", known)), await Send(host, HttpMethod.Delete, "If-Match", known), await PostKey(host, known) })
        {
            Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
            Assert.Equal(newer.Headers.ETag, refused.Headers.ETag);
            var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync(Token))!;
            Assert.Equal("high", (string?)problem["current"]!["priority"]);
        }
        Assert.Equal(newer.Headers.ETag, (await host.Client.GetAsync(Team, Token)).Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, (await Put(host, "normal", ("If-Match", newer.Headers.ETag!.Tag))).StatusCode);
    }

    [Fact]
    public async Task What_is_to_be_new_replaces_nothing_and_what_is_to_be_there_is_not_made()
    {
        await using var host = await AdminHost.Start();
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Put(host, "low", ("If-Match", "*"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Put(host, "low", ("If-None-Match", "*"))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Put(host, "high", ("If-None-Match", "*"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Put(host, "high", ("If-Match", "*"))).StatusCode);
    }

    [Theory]
    [InlineData("no-quotes")]
    [InlineData("\"open")]
    [InlineData("")]
    public async Task What_is_no_tag_lets_no_change_through(string tag)
    {
        await using var host = await AdminHost.Start();
        var before = (await Put(host, "low")).Headers.ETag;

        Assert.Equal(HttpStatusCode.BadRequest, (await Put(host, "high", ("If-Match", tag))).StatusCode);

        Assert.Equal(before, (await host.Client.GetAsync(Team, Token)).Headers.ETag);
    }

    [Fact]
    public async Task Of_two_edges_that_change_the_same_version_one_does()
    {
        var catalog = new FakeCatalog();
        await using var one = await AdminHost.Start(catalog);
        await using var two = await AdminHost.Start(catalog);
        var tag = (await Put(one, "low")).Headers.ETag!.Tag;
        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(Put(one, "high", ("If-Match", tag)), Put(two, "normal", ("If-Match", tag)));

            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(answer => answer.StatusCode).Order());
            tag = answers.Single(answer => answer.IsSuccessStatusCode).Headers.ETag!.Tag;
            // Neither of the two left it as it is now, so that each round is a change.
            tag = (await Put(one, "low", ("If-Match", tag))).Headers.ETag!.Tag;
        }
    }

    private static async Task<HttpResponseMessage> Put(AdminHost host, string priority, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Team) { Content = JsonContent.Create(new { id = "team", models = new[] { "*" }, priority }) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await host.Client.SendAsync(request, Token);
    }

    private static Task<HttpResponseMessage> PostKey(AdminHost host, string tag) => Send(host, HttpMethod.Post, "If-Match", tag, Team + "/keys");

    private static async Task<HttpResponseMessage> Send(AdminHost host, HttpMethod method, string name, string value, string path = Team)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation(name, value);
        return await host.Client.SendAsync(request, Token);
    }
}
