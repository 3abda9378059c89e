using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AiGateway.Core.Catalog;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Admin;

public sealed class CatalogHistoryTests
{
    private const string History = "/admin/v1/catalog/history";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_are_listed_newest_first_a_page_at_a_time()
    {
        await using var host = await AdminHost.Start();
        foreach (var id in new[] { "a", "b", "c" })
            await PutConsumer(host, id);

        var first = await Read(host, History + "?limit=2");
        var rest = await Read(host, $"{History}?limit=2&after={(string)first["next"]!}");

        Assert.Equal([3L, 2L, 1L], first["data"]!.AsArray().Concat(rest["data"]!.AsArray()).Select(version => (long)version!["version"]!));
        Assert.Null(rest["next"]);
        Assert.Equal(("consumer/c", 1, 3_000L), ((string?)first["data"]![0]!["added"]!["names"]![0], (int)first["data"]![0]!["added"]!["count"]!, (long)first["data"]![0]!["atMs"]!));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?limit=many")]
    [InlineData("?after=-1")]
    [InlineData("?after=x")]
    [InlineData("/1/diff?to=x")]
    [InlineData("/x")]
    public async Task A_question_that_cannot_be_read_is_refused(string question)
    {
        await using var host = await AdminHost.Start();

        Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.GetAsync(History + question, Token)).StatusCode);
    }

    [Theory]
    [InlineData("/7")]
    [InlineData("/0")]
    [InlineData("/-1")]
    [InlineData("/7/diff")]
    [InlineData("/1/diff?to=7")]
    [InlineData("/7/restore")]
    public async Task What_is_not_kept_is_not_there(string path)
    {
        await using var host = await AdminHost.Start();
        await PutConsumer(host, "a");

        using var request = new HttpRequestMessage(path.EndsWith("restore", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, History + path);
        using var answer = await host.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("/admin/v1/catalog/history", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_and_a_difference_show_everything_but_secrets()
    {
        await using var host = await AdminHost.Start();
        await PutProvider(host, "canary-secret-one", weight: 1);
        await PutProvider(host, "canary-secret-two", weight: 4);
        await PutConsumer(host, "team");
        var key = (string)JsonNode.Parse(await (await host.Client.PostAsync("/admin/v1/consumers/team/keys", null, Token)).Content.ReadAsStringAsync(Token))!["key"]!;

        var version = await Read(host, History + "/1");
        var diff = await Read(host, History + "/1/diff?to=2");
        var all = await Read(host, History + "/1/diff");

        Assert.True((bool)version["catalog"]!["providers"]![0]!["keys"]![0]!["secretSet"]!);
        Assert.Equal(["keys[p-1].secret", "keys[p-1].weight"], Paths(diff["changes"]![0]!).Order(StringComparer.Ordinal));
        Assert.Equal((4L, 2), ((long)all["to"]!, all["changes"]!.AsArray().Count));
        Assert.Contains(Paths(all["changes"]![1]!), path => path.StartsWith("keys[", StringComparison.Ordinal) && path.EndsWith("].secret", StringComparison.Ordinal));
        foreach (var text in new[] { version, diff, all, await Read(host, History + "/4") }.Select(node => node.ToJsonString()))
        {
            Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
            Assert.DoesNotContain(key, text, StringComparison.Ordinal);
            Assert.DoesNotContain("v1.", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_version_that_is_restored_is_in_force_again_as_a_new_one()
    {
        await using var host = await AdminHost.Start();
        await PutConsumer(host, "team");
        var before = await Read(host, "/admin/v1/catalog");
        (await host.Client.DeleteAsync("/admin/v1/consumers/team", Token)).EnsureSuccessStatusCode();

        var restored = await Restore(host, 1, await Tag(host));

        Assert.Equal((3L, 1L, "added"), ((long)restored.Body["version"]!, (long)restored.Body["restored"]!, (string?)restored.Body["changes"]![0]!["change"]));
        var now = await host.Client.GetAsync("/admin/v1/catalog", Token);
        Assert.Equal(restored.Tag, now.Headers.ETag!.Tag);
        Assert.Equal(before["catalog"]!.ToJsonString(), JsonNode.Parse(await now.Content.ReadAsStringAsync(Token))!["catalog"]!.ToJsonString());
        Assert.Equal(3, (await Read(host, History))["data"]!.AsArray().Count);

        // And again: it is so already.
        Assert.Equal((3L, 0), ((long)(await Restore(host, 1)).Body["version"]!, (await Restore(host, 1)).Body["changes"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_restored_ramp_is_there_as_it_was()
    {
        await using var host = await AdminHost.Start();
        await PutProvider(host, "secret");
        (await host.Client.PutAsJsonAsync("/admin/v1/models/chat", new
        {
            id = "chat", targets = new[] { new { provider = "p", model = "old" }, new { provider = "p", model = "new" } }, ramp = new { target = new { provider = "p", model = "new" }, steps = new[] { 5, 50 } },
        }, Token)).EnsureSuccessStatusCode();
        (await host.Client.PutAsJsonAsync("/admin/v1/models/chat", new { id = "chat", targets = new[] { new { provider = "p", model = "old" } } }, Token)).EnsureSuccessStatusCode();

        await Restore(host, 2);

        Assert.Equal("[5,50]", (await Read(host, "/admin/v1/models/chat"))["ramp"]!["steps"]!.ToJsonString());
    }

    [Fact]
    public async Task A_restore_on_what_others_have_changed_is_refused_and_changes_nothing()
    {
        await using var host = await AdminHost.Start();
        await PutConsumer(host, "one");
        var tag = await Tag(host);
        await PutConsumer(host, "two");

        var refused = await Restore(host, 1, tag);

        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.Status);
        Assert.Equal(await Tag(host), refused.Tag);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/admin/v1/consumers/two", Token)).StatusCode);
    }

    [Fact]
    public async Task A_version_that_is_not_valid_with_the_file_of_now_is_refused_with_all_that_is_wrong()
    {
        var catalog = new FakeCatalog();
        await using var host = await AdminHost.Start(catalog);
        await PutConsumer(host, "team");
        (await host.Client.DeleteAsync("/admin/v1/consumers/team", Token)).EnsureSuccessStatusCode();
        catalog.Snapshot = catalog.Snapshot with { Version = 3, FileJson = CatalogJson.Write(new CatalogDocument { Consumers = [new ConsumerSpec { Id = "team", Models = ["*"] }] }) };

        var refused = await Restore(host, 1);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("declared in the catalog file", refused.Body["problems"]![0]!["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, catalog.Snapshot.Version);
    }

    [Fact]
    public async Task A_version_whose_secrets_no_edge_can_open_is_refused()
    {
        var catalog = new FakeCatalog();
        await using var host = await AdminHost.Start(catalog);
        var foreign = new ProviderSpec { Id = "p", BaseUrl = "https://p.example/v1", Keys = [new KeySpec { Id = "p-1", Secret = Secret.Sealed("v1.AAAA.AAAA") }] };
        await catalog.PublishManaged(CatalogJson.Write(CatalogDocument.Empty), 0);
        var readable = catalog.Snapshot;
        catalog.Forget();
        await catalog.PublishManaged(CatalogJson.Write(CatalogDocument.Empty.With(foreign)), 1);
        catalog.Snapshot = readable with { Version = 2 };

        var refused = await Restore(host, 2);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("providers[0].keys[0].secret", (string?)refused.Body["problems"]![0]!["path"]);
        Assert.DoesNotContain("AAAA", refused.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalog_has_a_tag_that_any_change_makes_another()
    {
        await using var host = await AdminHost.Start();
        var tag = await Tag(host);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/v1/catalog") { Headers = { { "If-None-Match", tag } } };
        Assert.Equal(HttpStatusCode.NotModified, (await host.Client.SendAsync(request, Token)).StatusCode);

        await PutConsumer(host, "a");

        Assert.NotEqual(tag, await Tag(host));
    }

    private static async Task PutConsumer(AdminHost host, string id) =>
        (await host.Client.PutAsJsonAsync($"/admin/v1/consumers/{id}", new { id, models = new[] { "*" } }, Token)).EnsureSuccessStatusCode();

    private static async Task PutProvider(AdminHost host, string secret, int weight = 1) =>
        (await host.Client.PutAsJsonAsync("/admin/v1/providers/p", new { id = "p", baseUrl = "https://p.example/v1", keys = new[] { new { id = "p-1", secret, weight } } }, Token)).EnsureSuccessStatusCode();

    private static async Task<string> Tag(AdminHost host) => (await host.Client.GetAsync("/admin/v1/catalog", Token)).Headers.ETag!.Tag;

    private static async Task<(HttpStatusCode Status, JsonNode Body, string? Tag)> Restore(AdminHost host, long version, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"{History}/{version}/restore"));
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        using var answer = await host.Client.SendAsync(request, Token);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!, answer.Headers.ETag?.Tag);
    }

    private static async Task<JsonNode> Read(AdminHost host, string path) => JsonNode.Parse(await host.Client.GetStringAsync(path, Token))!;

    private static IEnumerable<string> Paths(JsonNode change) => change["members"]!.AsArray().Select(member => (string)member!["path"]!);
}
