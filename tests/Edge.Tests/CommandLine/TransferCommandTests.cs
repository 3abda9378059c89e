using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AiGateway.Edge.CommandLine;
using AiGateway.Edge.Tests.Admin;

namespace AiGateway.Edge.Tests.CommandLine;

public sealed class TransferCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("transfer-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string CatalogPath => Path.Combine(_directory, "catalog.yaml");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_is_exported_to_a_file_is_what_is_printed_and_changes_nothing_when_imported()
    {
        await using var host = await Made();

        Assert.Contains("is written", (await Command.Run(host, "export", CatalogPath)).Done, StringComparison.Ordinal);
        var printed = (await Command.Run(host, "export")).Done;

        Assert.Equal(await File.ReadAllTextAsync(CatalogPath, Token), printed);
        Assert.Contains("secret: ${KEY_P_1}", printed, StringComparison.Ordinal);
        Assert.Equal("Nothing changes.\n", (await Command.Run(host, "import", CatalogPath, "--replace")).Done);
        Assert.Equal(printed, (string?)JsonNode.Parse((await Command.Run(host, "export", "--json")).Done)!["yaml"]);
    }

    [Fact]
    public async Task A_dry_run_shows_the_difference_and_the_import_makes_it()
    {
        await using var host = await Made();
        await File.WriteAllTextAsync(CatalogPath, "providers: [ { id: p, baseUrl: 'https://other.example/v1', keys: [ { id: p-1 } ] } ]\nconsumers: [ { id: new, models: [ '*' ] } ]", Token);

        var dry = (await Command.Run(host, "import", CatalogPath, "--dry-run")).Done;
        Assert.Matches(@"changed +provider/p +baseUrl +""https://p\.example/v1"" +""https://other\.example/v1""", dry);
        Assert.Matches(@"added +consumer/new", dry);
        Assert.Contains("2 entities would change.", dry, StringComparison.Ordinal);

        var done = JsonNode.Parse((await Command.Run(host, "import", CatalogPath, "--json")).Done)!;
        Assert.Equal((false, 2L, 2), ((bool)done["dryRun"]!, (long)done["version"]!, done["changes"]!.AsArray().Count));
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_told_by_its_lines()
    {
        await using var host = await Made();
        await File.WriteAllTextAsync(CatalogPath, "models:\n  - id: m\n    targets: [ { provider: q, model: x } ]\n  - id: n\n    targets: [ { provider: p, model: x } ]\n    fallbck: 1\n", Token);

        var refused = await Command.Run(host, "import", CatalogPath);

        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("line 3, column 28: models[0].targets[0].provider provider 'q' is not declared", refused.Error, StringComparison.Ordinal);
        Assert.Contains("line 6, column 5: models[1].fallbck is not a known field; did you mean 'fallback'?", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_with_a_tag_does_not_undo_what_others_have_changed()
    {
        await using var host = await Made();
        var tag = (string)JsonNode.Parse((await Command.Run(host, "export", CatalogPath, "--json")).Done)!["tag"]!;
        (await host.Client.PutAsJsonAsync("/admin/v1/consumers/late", new { id = "late", models = new[] { "*" } }, Token)).EnsureSuccessStatusCode();

        var refused = await Command.Run(host, "import", CatalogPath, "--replace", "--if-match", tag);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("The catalog is not as you know it.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_on_its_way_tells_how_far_it_is()
    {
        var bytes = Enumerable.Range(0, 200_000).Select(i => (byte)i).ToArray();
        var seen = new List<int>();
        using var content = new UploadProgress.CountedContent(bytes, seen.Add);

        Assert.Equal(bytes, await content.ReadAsByteArrayAsync(Token));

        Assert.Equal([65_536, 131_072, 196_608, 200_000], seen);
        Assert.Equal(bytes.Length, content.Headers.ContentLength);
    }

    private static async Task<AdminHost> Made()
    {
        var host = await AdminHost.Start();
        (await host.Client.PutAsJsonAsync("/admin/v1/providers/p", new { id = "p", baseUrl = "https://p.example/v1", keys = new[] { new { id = "p-1", secret = "canary" } } }, Token)).EnsureSuccessStatusCode();
        return host;
    }
}
