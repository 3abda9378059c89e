using System.Diagnostics;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.CatalogLive;

[Collection(UndisturbedTests.Name)]
public sealed class CatalogFileTests(CatalogFileTests.FileGateway gateway) : IClassFixture<CatalogFileTests.FileGateway>
{
    [Fact]
    public async Task A_changed_file_is_in_force_within_a_second_and_a_stream_under_way_is_not_disturbed()
    {
        gateway.Edge.WriteCatalog(gateway.Catalog("m", "before"));
        await Eventually.Get(() => gateway.Edge.Data.Chat("m"), answer => answer.Header("x-aigateway-target") == "fake/before");
        await gateway.Fake.AddRule(new { match = new { stream = true }, times = 1, answer = new { gapMs = 250 } });
        using var response = await gateway.Edge.Data.OpenStream("m", null, TestContext.Current.CancellationToken);
        var stream = StreamAnswer.Read(response);

        var watch = Stopwatch.StartNew();
        gateway.Edge.WriteCatalog(gateway.Catalog("m", "after"));
        await Eventually.Get(() => gateway.Edge.Data.Chat("m"), answer => answer.Header("x-aigateway-target") == "fake/after");
        var seconds = watch.Elapsed.TotalSeconds;

        Assert.False(stream.IsCompleted, "The stream ended before the change; it proves nothing.");
        TestContext.Current.TestOutputHelper?.WriteLine($"in force after {seconds:0.000} s");
        Assert.True(seconds <= 1.0, $"{seconds:0.000} s");
        var whole = await stream;
        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", whole.Text);
        Assert.True(whole.Done && !whole.Broken);
    }

    [Fact]
    public async Task A_bad_file_is_refused_with_its_line_and_reason_and_the_good_one_goes_on()
    {
        gateway.Edge.WriteCatalog(gateway.Catalog("m", "good"));
        await Eventually.Get(() => gateway.Edge.Data.Chat("m"), answer => answer.Header("x-aigateway-target") == "fake/good");
        var said = gateway.Edge.Process.Output.Lines.Count;

        gateway.Edge.WriteCatalog(gateway.Catalog("m", "bad").Replace("baseUrl:", "basUrl:", StringComparison.Ordinal));
        var reason = await gateway.Edge.Process.Line(line => line.Contains("basUrl", StringComparison.Ordinal), after: said);
        await gateway.Edge.Process.Line(line => line.Contains("is not put in force", StringComparison.Ordinal), after: said);

        Assert.Matches("line 3, column [0-9]+: providers\\[0\\]\\.basUrl .*did you mean 'baseUrl'", reason);
        Assert.Equal("fake/good", (await gateway.Edge.Data.Chat("m")).Header("x-aigateway-target"));
        gateway.Edge.WriteCatalog(gateway.Catalog("m", "mended"));
        await Eventually.Get(() => gateway.Edge.Data.Chat("m"), answer => answer.Header("x-aigateway-target") == "fake/mended");
    }

    [Fact]
    public async Task What_the_file_declares_is_changed_there_and_nowhere_else()
    {
        gateway.Edge.WriteCatalog(gateway.Catalog("m", "of-the-file"));
        await Eventually.Get(() => gateway.Edge.Data.Chat("m"), answer => answer.Header("x-aigateway-target") == "fake/of-the-file");
        var admin = gateway.Edge.Admin;

        HttpAnswer[] refused =
        [
            await admin.Put("/admin/v1/models/m", new { id = "m", targets = new[] { new { provider = "fake", model = "x" } } }),
            await admin.Delete("/admin/v1/models/m"),
            await admin.Put("/admin/v1/providers/fake", new { id = "fake" }),
            await admin.Delete("/admin/v1/providers/fake"),
            await admin.Put("/admin/v1/providers/fake/keys/k1", new { id = "k1", secret = "x" }),
            await admin.Put("/admin/v1/consumers/caller", new { id = "caller" }),
            await admin.Delete("/admin/v1/consumers/caller"),
            await admin.Post("/admin/v1/consumers/caller/keys"),
        ];

        Assert.All(refused, answer => Assert.True(answer.Status == 409, answer.ToString()));
        Assert.Equal("fake/of-the-file", (await gateway.Edge.Data.Chat("m")).Header("x-aigateway-target"));
    }

    [Fact]
    public async Task What_the_management_api_made_stays_when_the_file_changes()
    {
        _ = (await gateway.Edge.Admin.Put("/admin/v1/models/managed", new { id = "managed", targets = new[] { new { provider = "fake", model = "x" } } })).Ok;

        gateway.Edge.WriteCatalog(gateway.Catalog("another", "y"));
        await Eventually.Get(() => gateway.Edge.Data.Chat("another"), answer => answer.Status == 200);

        Assert.Equal(200, (await gateway.Edge.Data.Chat("managed")).Status);
        Assert.Equal(404, (await gateway.Edge.Data.Chat("m")).Status);
    }

    public sealed class FileGateway : IAsyncLifetime
    {
        public FakeProviderProcess Fake { get; private set; } = null!;

        public EdgeProcess Edge { get; private set; } = null!;

        public string Catalog(string model, string upstream) => $$"""
            providers:
              - id: fake
                baseUrl: {{Fake.BaseUrl}}
                keys: [ { id: k1, secret: sk-of-the-file } ]
            models:
              - { id: {{model}}, targets: [ { provider: fake, model: {{upstream}} } ] }
            consumers:
              - { id: caller, keys: [ { secret: "a key of the file" } ], models: [ "*" ] }
            """;

        public async ValueTask InitializeAsync()
        {
            Fake = await FakeProviderProcess.Start();
            Edge = await EdgeProcess.Start(new EdgeOptions { ConsumerKey = "a key of the file", Catalog = Catalog("m", "first") });
        }

        public async ValueTask DisposeAsync()
        {
            await Edge.DisposeAsync();
            await Fake.DisposeAsync();
        }
    }
}
