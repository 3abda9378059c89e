using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Admin;

public sealed class IdempotencyTests
{
    private const string Team = "/admin/v1/consumers/team";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_that_comes_again_makes_one_key_and_shows_it_again()
    {
        await using var host = await Made();

        var answers = new[] { await Post(host, "first"), await Post(host, "first") };

        Assert.Equal(answers[0].Key, answers[1].Key);
        Assert.Single(await Keys(host));
        Assert.NotEqual(answers[0].Key, (await Post(host, "second")).Key);
        Assert.Equal(2, (await Keys(host)).Count);
    }

    [Fact]
    public async Task Two_that_come_at_once_through_two_edges_make_one_key()
    {
        var catalog = new FakeCatalog();
        var grains = AdminHost.ControlPlane(catalog);
        await using var one = await Made(catalog, grains);
        await using var two = await AdminHost.Start(catalog, grains);
        for (var round = 1; round <= 10; round++)
        {
            var name = $"round-{round}";
            var answers = await Task.WhenAll(Post(one, name), Post(two, name), Post(one, name));

            Assert.Single(answers.Distinct());
            Assert.Equal(HttpStatusCode.OK, answers[0].Status);
            Assert.Equal(round, (await Keys(one)).Count);
        }
    }

    [Fact]
    public async Task A_key_that_was_revoked_does_not_come_back_with_a_repeated_request()
    {
        await using var host = await Made();
        await Post(host, "first");
        (await host.Client.DeleteAsync($"{Team}/keys/{(await Keys(host)).Single()}", Token)).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.OK, (await Post(host, "first")).Status);

        Assert.Empty(await Keys(host));
    }

    [Fact]
    public async Task Another_request_with_the_same_key_is_refused_and_makes_nothing()
    {
        await using var host = await Made();
        (await host.Client.PutAsJsonAsync("/admin/v1/consumers/other", new { id = "other", models = new[] { "*" } }, Token)).EnsureSuccessStatusCode();
        await Post(host, "first");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, null), await Post(host, "first", "/admin/v1/consumers/other"));

        Assert.Empty(await Keys(host, "/admin/v1/consumers/other"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tab\tinside")]
    public async Task What_is_no_key_is_refused(string key)
    {
        await using var host = await Made();

        Assert.Equal(HttpStatusCode.BadRequest, (await Post(host, key)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(host, new string('k', 256))).Status);

        Assert.Empty(await Keys(host));
    }

    [Fact]
    public async Task Without_a_key_each_request_makes_something_new()
    {
        await using var host = await Made();

        Assert.NotEqual((await Post(host, null)).Key, (await Post(host, null)).Key);
    }

    private static async Task<AdminHost> Made(FakeCatalog? catalog = null, FakeGrains? grains = null)
    {
        var host = await AdminHost.Start(catalog, grains);
        (await host.Client.PutAsJsonAsync(Team, new { id = "team", models = new[] { "*" } }, Token)).EnsureSuccessStatusCode();
        return host;
    }

    private static async Task<(HttpStatusCode Status, string? Key)> Post(AdminHost host, string? idempotencyKey, string consumer = Team)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, consumer + "/keys");
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        using var answer = await host.Client.SendAsync(request, Token);
        return (answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))?["key"]);
    }

    private static async Task<IReadOnlyList<string?>> Keys(AdminHost host, string consumer = Team) =>
        [.. JsonNode.Parse(await host.Client.GetStringAsync(consumer, Token))!["keys"]!.AsArray().Select(key => (string?)key!["id"])];
}
