using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Core.Catalog;
using AiGateway.Edge.Tests.Fakes;

namespace AiGateway.Edge.Tests.Admin;

public sealed class CatalogTransferTests
{
    private const string Export = "/admin/v1/catalog/export";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_exported_changes_nothing_when_it_is_imported(bool replace)
    {
        var catalog = new FakeCatalog();
        await using var host = await Made(catalog);
        var before = catalog.Snapshot;
        var exported = await host.Client.GetAsync(Export, Token);

        var answer = await Import(host, await exported.Content.ReadAsStringAsync(Token), $"replace={replace}", exported.Headers.ETag!.Tag);

        Assert.Equal("application/yaml", exported.Content.Headers.ContentType!.MediaType);
        Assert.Equal((HttpStatusCode.OK, 0, before.Version), (answer.Status, answer.Body["changes"]!.AsArray().Count, (long)answer.Body["version"]!));
        Assert.Equal(before, catalog.Snapshot);
    }

    [Fact]
    public async Task Nothing_of_a_secret_is_exported()
    {
        var catalog = new FakeCatalog();
        await using var host = await Made(catalog);

        foreach (var layer in new[] { "", "?layer=managed", "?layer=all" })
        {
            var yaml = await host.Client.GetStringAsync(Export + layer, Token);
            Assert.Contains("secret: ${KEY_P_1}", yaml, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", yaml, StringComparison.Ordinal);
            Assert.DoesNotContain("sealed", yaml, StringComparison.Ordinal);
            Assert.DoesNotContain("digest", yaml, StringComparison.Ordinal);
            Assert.DoesNotContain("v1.", yaml, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.GetAsync(Export + "?layer=file", Token)).StatusCode);
    }

    [Fact]
    public async Task A_dry_run_tells_what_an_import_would_change_and_the_import_does_it()
    {
        var catalog = new FakeCatalog();
        await using var host = await Made(catalog);
        const string Yaml = """
            providers:
              - id: p
                baseUrl: https://p.example/v1
                keys: [ { id: p-1, secret: ${KEY_P_1}, weight: 4 }, { id: p-2, secret: canary-two } ]
            consumers: [ { id: new, models: [ "*" ], keys: [ { secret: canary-three } ] } ]
            """;
        var before = catalog.Snapshot;

        var dry = await Import(host, Yaml, "dryRun=true");
        Assert.Equal(before, catalog.Snapshot);
        var done = await Import(host, Yaml);

        Assert.Equal(dry.Body["changes"]!.AsArray().Count, done.Body["changes"]!.AsArray().Count);
        Assert.Equal(("p", "changed"), ((string?)dry.Body["changes"]![0]!["id"], (string?)dry.Body["changes"]![0]!["change"]));
        Assert.Equal(["keys[p-1].weight", "keys[p-2].id", "keys[p-2].modelLimits", "keys[p-2].secret"], Paths(dry.Body["changes"]![0]!).Where(path => path is not ("keys[p-2].tier" or "keys[p-2].weight" or "keys[p-2].disabled")).Order(StringComparer.Ordinal));
        Assert.Equal(("new", "added"), ((string?)dry.Body["changes"]![1]!["id"], (string?)dry.Body["changes"]![1]!["change"]));
        Assert.Equal((true, false), ((bool)dry.Body["dryRun"]!, (bool)done.Body["dryRun"]!));
        Assert.Equal(before.Version + 1, catalog.Snapshot.Version);
        Assert.DoesNotContain("canary", dry.Body.ToJsonString() + done.Body.ToJsonString() + catalog.Snapshot.ManagedJson, StringComparison.Ordinal);
        // What the text does not name stays, and so do stored secrets.
        var now = CatalogJson.Read(catalog.Snapshot.ManagedJson);
        Assert.Equal(["team", "new"], now.Consumers.Select(consumer => consumer.Id));
        Assert.Equal(CatalogJson.Read(before.ManagedJson).Providers[0].Keys[0].Secret, now.Providers[0].Keys[0].Secret);
    }

    [Fact]
    public async Task Secrets_and_keys_that_are_left_out_or_given_as_they_are_stay()
    {
        var catalog = new FakeCatalog();
        await using var host = await Made(catalog);

        var answer = await Import(host, """
            providers: [ { id: p, baseUrl: https://p.example/v1, keys: [ { id: p-1 } ] } ]
            consumers: [ { id: team, models: [ "*" ] } ]
            """);
        var again = await Import(host, """
            providers: [ { id: p, baseUrl: https://p.example/v1, keys: [ { id: p-1, secret: canary-one } ] } ]
            consumers: [ { id: team, models: [ "*" ], keys: [ { secret: canary-team } ] } ]
            """);

        Assert.Equal((0, 0), (answer.Body["changes"]!.AsArray().Count, again.Body["changes"]!.AsArray().Count));
        Assert.Equal(2, catalog.Snapshot.Version);
    }

    [Fact]
    public async Task What_the_text_does_not_name_goes_only_where_it_is_to_be_replaced()
    {
        var catalog = new FakeCatalog();
        await using var host = await Made(catalog);

        var answer = await Import(host, "providers: [ { id: p, baseUrl: https://p.example/v1, keys: [ { id: p-1 } ] } ]", "replace=true");

        Assert.Equal(("team", "removed"), ((string?)Assert.Single(answer.Body["changes"]!.AsArray())!["id"], (string?)answer.Body["changes"]![0]!["change"]));
        Assert.Empty(CatalogJson.Read(catalog.Snapshot.ManagedJson).Consumers);
    }

    [Theory]
    [InlineData("models: ]", HttpStatusCode.BadRequest, 1)]
    [InlineData("a: &x [1]\nb: *x", HttpStatusCode.BadRequest, 1)]
    [InlineData("\nmodels:\n  - id: m\n    tragets: []", HttpStatusCode.UnprocessableEntity, 4)]
    [InlineData("models:\n  - id: one\n    targets: [ { provider: p, model: x } ]\n  - id: two\n    targets:\n      - { provider: q, model: x }", HttpStatusCode.UnprocessableEntity, 6)]
    [InlineData("consumers:\n  - { id: c, models: [ '*' ] }\n  - { id: c, models: [ '*' ] }", HttpStatusCode.UnprocessableEntity, 3)]
    [InlineData("providers:\n  - id: p\n    baseUrl: https://p.example/v1\n    keys:\n      - { id: p-1 }\n      - { id: p-3, secret: ${KEY_P_1} }", HttpStatusCode.UnprocessableEntity, 6)]
    [InlineData("providers:\n  - id: p\n    baseUrl: https://p.example/v1\n    keys:\n      - { id: p-1, secret: ${HOME} }", HttpStatusCode.UnprocessableEntity, 5)]
    [InlineData("providers:\n  - id: q\n    baseUrl: https://${HOME}/v1", HttpStatusCode.UnprocessableEntity, 3)]
    [InlineData("providers:\n  - id: q\n    baseUrl: ${file:/etc/hostname}", HttpStatusCode.UnprocessableEntity, 3)]
    [InlineData("consumers:\n  - id: d\n    models: [ '*' ]\n    keys: [ { secret: canary-team } ]", HttpStatusCode.UnprocessableEntity, 4)]
    public async Task What_is_wrong_is_refused_as_a_whole_with_its_line(string yaml, HttpStatusCode status, int line)
    {
        var catalog = new FakeCatalog();
        await using var host = await Made(catalog);
        var before = catalog.Snapshot;

        foreach (var dryRun in new[] { "dryRun=true", "dryRun=false" })
        {
            var refused = await Import(host, "# valid until here\n" + yaml, dryRun);

            Assert.Equal(status, refused.Status);
            Assert.Contains(refused.Body["problems"]!.AsArray(), problem => (int)problem!["line"]! == line + 1 && ((string)problem["message"]!).Length > 0);
            Assert.Equal(before, catalog.Snapshot);
            Assert.DoesNotContain("canary", refused.Body.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_would_break_something_that_was_not_sent_is_said_of_that()
    {
        var catalog = new FakeCatalog();
        await using var host = await Made(catalog);
        (await host.Client.PutAsJsonAsync("/admin/v1/models/chat", new { id = "chat", targets = new[] { new { provider = "p", model = "x" } } }, Token)).EnsureSuccessStatusCode();
        catalog.Snapshot = catalog.Snapshot with { FileJson = CatalogJson.Write(new CatalogDocument { Models = [new ModelSpec { Id = "of-file", Targets = [new TargetSpec { Provider = "p", Model = "x" }] }] }) };

        var refused = await Import(host, "consumers: []", "replace=true");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("model 'of-file', which is not part of this text: targets[0].provider", (string?)refused.Body["problems"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_file_declares_is_not_imported()
    {
        var catalog = new FakeCatalog();
        await using var host = await Made(catalog);
        catalog.Snapshot = catalog.Snapshot with { FileJson = CatalogJson.Write(new CatalogDocument { Consumers = [new ConsumerSpec { Id = "filed", Models = ["*"] }] }) };

        var refused = await Import(host, "consumers:\n  - { id: other, models: [ '*' ] }\n  - { id: filed, models: [ '*' ] }");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, 3), (refused.Status, (int)refused.Body["problems"]![0]!["line"]!));
        Assert.Contains("declared in the catalog file", (string?)refused.Body["problems"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_into_what_others_have_changed_is_refused()
    {
        var catalog = new FakeCatalog();
        await using var host = await Made(catalog);
        var tag = (await host.Client.GetAsync(Export, Token)).Headers.ETag!.Tag;
        (await host.Client.PutAsJsonAsync("/admin/v1/consumers/late", new { id = "late", models = new[] { "*" } }, Token)).EnsureSuccessStatusCode();

        foreach (var query in new[] { "replace=true", "replace=true&dryRun=true" })
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await Import(host, "consumers: []", query, tag)).Status);

        Assert.Contains("late", catalog.Snapshot.ManagedJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_too_large_is_refused_before_it_is_read()
    {
        await using var host = await Made(new FakeCatalog());

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Import(host, new string('#', (8 << 20) + 1))).Status);
    }

    private static async Task<AdminHost> Made(FakeCatalog catalog)
    {
        var host = await AdminHost.Start(catalog);
        (await host.Client.PutAsJsonAsync("/admin/v1/providers/p", new { id = "p", baseUrl = "https://p.example/v1", keys = new[] { new { id = "p-1", secret = "canary-one" } } }, Token)).EnsureSuccessStatusCode();
        (await host.Client.PutAsJsonAsync("/admin/v1/consumers/team", new { id = "team", models = new[] { "*" }, keys = new[] { new { secret = "canary-team" } } }, Token)).EnsureSuccessStatusCode();
        return host;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> Import(AdminHost host, string yaml, string query = "", string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/v1/catalog/import?" + query) { Content = new StringContent(yaml, Encoding.UTF8, "application/yaml") };
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        using var answer = await host.Client.SendAsync(request, Token);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!);
    }

    private static IEnumerable<string> Paths(JsonNode change) => change["members"]!.AsArray().Select(member => (string)member!["path"]!);
}
