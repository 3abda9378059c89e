using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Console;

/// <summary>A gateway that has had some traffic, and a browser whose owner has signed in with the installation's token.</summary>
public sealed class ConsoleGateway : IAsyncLifetime
{
    /// <summary>Calls of the consumer <c>team-a</c> that went well, and of <c>team-b</c> that failed.</summary>
    public const int Good = 7;

    /// <inheritdoc cref="Good"/>
    public const int Failed = 2;

    public const string Canary = "sk-CANARY-4f1b9c0d7a";

    private readonly ScratchDirectory _directory = new();

    public FakeProviderProcess Fake { get; private set; } = null!;

    public EdgeProcess Edge { get; private set; } = null!;

    public Browser Browser { get; private set; } = null!;

    public string ConsumerKey { get; private set; } = "";

    public string Url(string path) => new Uri(Edge.AdminAddress, path).ToString();

    public async ValueTask InitializeAsync()
    {
        Browser = await Browser.Start();
        Fake = await FakeProviderProcess.Start();
        var prices = _directory.File("prices.yaml");
        await File.WriteAllTextAsync(prices, "prices:\n  - provider: good\n    model: \"*\"\n    input: 2.50\n    output: 10\n");
        Edge = await EdgeProcess.Start(new EdgeOptions { Settings = new Dictionary<string, string> { ["Gateway:PriceFile"] = prices, ["Gateway:AttemptsPerTarget"] = "1" } });
        await Provider("good", Canary);
        await Provider("bad", "sk-bad");
        await Fake.AddRule(new { match = new { key = "sk-bad" }, times = int.MaxValue, answer = new { status = 401 } });
        _ = (await Edge.Admin.Put("/admin/v1/models/chat", new { id = "chat", targets = new[] { new { provider = "good", model = "fake-chat" } }, fallback = new[] { new { provider = "bad", model = "fake-chat" } } })).Ok;
        _ = (await Edge.Admin.Put("/admin/v1/models/broken", new { id = "broken", targets = new[] { new { provider = "bad", model = "fake-chat" } } })).Ok;
        ConsumerKey = await Consumer("team-a", new { requestsPerMinute = 1_000 });
        var other = await Consumer("team-b", null);
        using var a = Edge.ClientWith(ConsumerKey);
        using var b = Edge.ClientWith(other);
        for (var call = 0; call < Good; call++)
            _ = (await a.Chat("chat")).Ok;
        for (var call = 0; call < Failed; call++)
            Assert.NotEqual(200, (await b.Chat("broken")).Status);
        await Eventually.Holds(async () => (await Edge.Admin.Get("/admin/v1/usage?by=model")).Ok["total"]!["calls"]!.GetValue<int>() == Good + Failed);
        await Eventually.Holds(async () => (await Edge.Admin.Get("/admin/v1/usage/calls")).Ok["data"]!.AsArray().Count == Good + Failed);
        await SignIn("owner", EdgeOptions.DefaultAdminToken);
    }

    public async Task SignIn(string person, string token) => await Browser.Do(
        person, Step.Go(Url("/")), Step.Fill("#token", token), Step.Click("button[type=submit]"), Step.Wait("nav"));

    public async ValueTask DisposeAsync()
    {
        if (Edge is not null)
            await Edge.DisposeAsync();
        if (Fake is not null)
            await Fake.DisposeAsync();
        if (Browser is not null)
            await Browser.DisposeAsync();
        _directory.Dispose();
    }

    private async Task Provider(string id, string secret) =>
        _ = (await Edge.Admin.Put($"/admin/v1/providers/{id}", new { id, kind = "openai", baseUrl = Fake.BaseUrl, keys = new[] { new { id = $"{id}-1", secret } } })).Ok;

    private async Task<string> Consumer(string id, object? limits)
    {
        _ = (await Edge.Admin.Put($"/admin/v1/consumers/{id}", new { id, models = new[] { "*" }, limits })).Ok;
        return (await Edge.Admin.Post($"/admin/v1/consumers/{id}/keys")).Ok["key"]!.GetValue<string>();
    }
}
