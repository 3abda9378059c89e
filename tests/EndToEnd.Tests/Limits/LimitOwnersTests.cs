using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Limits;

/// <summary>Limits of models, of consumers on models, on money, and of accounts at a provider.</summary>
public sealed class LimitOwnersTests(LimitOwnersTests.LimitedGateway gateway) : IClassFixture<LimitOwnersTests.LimitedGateway>
{
    [Fact]
    public async Task A_models_limit_is_for_all_consumers_together()
    {
        using var one = gateway.Edge.ClientWith("key of one");
        using var two = gateway.Edge.ClientWith("key of two");

        var answers = new List<HttpAnswer>();
        for (var i = 0; i < 3; i++)
            answers.AddRange([await one.Chat("scarce"), await two.Chat("scarce")]);

        Assert.Equal([200, 200, 200, 429, 429, 429], answers.Select(answer => answer.Status));
        Assert.Contains("requestsPerMinute of model/scarce", answers[^1].Body, StringComparison.Ordinal);
        Assert.Equal(200, (await one.Chat("plain")).Status);
    }

    [Fact]
    public async Task A_consumers_limit_on_one_model_leaves_its_others_alone()
    {
        using var one = gateway.Edge.ClientWith("key of one");
        using var two = gateway.Edge.ClientWith("key of two");

        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
            statuses.Add((await one.Chat("own")).Status);

        Assert.Equal([200, 200, 429], statuses);
        Assert.Contains("requestsPerMinute of consumer/one/own", (await one.Chat("own")).Body, StringComparison.Ordinal);
        Assert.Equal((200, 200), ((await one.Chat("plain")).Status, (await two.Chat("own")).Status));
    }

    [Fact]
    public async Task Money_is_spent_to_its_limit_and_the_usage_says_the_same()
    {
        using var spender = gateway.Edge.ClientWith("key of spender");

        var served = new[] { await spender.Chat("plain"), await spender.Chat("plain") };
        var refused = await spender.Chat("plain");

        Assert.All(served, answer => Assert.Equal(200, answer.Status));
        Assert.Equal((429, "insufficient_quota", "false"), (refused.Status, refused.ErrorCode, refused.Header("x-should-retry")));
        Assert.Contains("costPerDay of consumer/spender: limit $2.5, remaining $0.5.", refused.Body, StringComparison.Ordinal);
        var total = await Eventually.Get(
            async () => (await gateway.Edge.Admin.Get("/admin/v1/usage?by=consumer&id=spender&resolution=day")).Ok["data"]!.AsArray().FirstOrDefault()?["total"],
            total => total?["calls"]!.GetValue<long>() == 3);
        Assert.Equal(2m, total!["costUsd"]!.GetValue<decimal>());
    }

    [Fact]
    public async Task A_key_gets_no_more_calls_than_its_account_allows_and_another_takes_over()
    {
        using var two = gateway.Edge.ClientWith("key of two");

        var answers = new List<HttpAnswer>();
        for (var i = 0; i < 20; i++)
            answers.Add(await two.Chat("pooled"));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        var (limited, other) = ((await gateway.Fake.CallsWith("sk-limited")).Count(IsCall), (await gateway.Fake.CallsWith("sk-open")).Count(IsCall));
        Assert.InRange(limited, 1, 4);
        Assert.Equal(20, limited + other);
    }

    [Fact]
    public async Task A_changed_limit_is_in_force_without_forgetting_what_was_used()
    {
        using var changing = gateway.Edge.ClientWith("key of changing");
        Assert.Equal([200, 200, 429], new[] { (await changing.Chat("plain")).Status, (await changing.Chat("plain")).Status, (await changing.Chat("plain")).Status }.ToList());

        gateway.Edge.WriteCatalog(gateway.Catalog(changing: 4));
        await Eventually.Get(() => changing.Chat("plain"), answer => answer.Status == 200);

        Assert.Equal([200, 429], new[] { (await changing.Chat("plain")).Status, (await changing.Chat("plain")).Status }.ToList());
    }

    private static bool IsCall(FakeCall call) => call.Method == "POST";

    public sealed class LimitedGateway : IAsyncLifetime
    {
        private readonly ScratchDirectory _directory = new();

        public FakeProviderProcess Fake { get; private set; } = null!;

        public EdgeProcess Edge { get; private set; } = null!;

        /// <param name="changing">Calls a minute of the consumer whose limit changes.</param>
        public string Catalog(int changing) => $$"""
            providers:
              - { id: fake, baseUrl: {{Fake.BaseUrl}}, keys: [ { id: k1, secret: sk-plain } ] }
              - id: pool
                baseUrl: {{Fake.BaseUrl}}
                keys:
                  - { id: limited, secret: sk-limited, limits: { requestsPerMinute: 4, requestsPer10Seconds: 4 } }
                  - { id: open, secret: sk-open }
            models:
              - { id: plain, targets: [ { provider: fake, model: a } ] }
              - { id: own, targets: [ { provider: fake, model: a } ] }
              - { id: scarce, targets: [ { provider: fake, model: a } ], limits: { requestsPerMinute: 3 } }
              - { id: pooled, targets: [ { provider: pool, model: a } ] }
            consumers:
              - { id: one, keys: [ { secret: key of one } ], models: [ "*" ], modelLimits: [ { model: own, limits: { requestsPerMinute: 2 } } ] }
              - { id: two, keys: [ { secret: key of two } ], models: [ "*" ] }
              - { id: spender, keys: [ { secret: key of spender } ], models: [ "*" ], limits: { costPerDay: 2.5 } }
              - { id: changing, keys: [ { secret: key of changing } ], models: [ "*" ], limits: { requestsPerMinute: {{changing}} } }
            """;

        public async ValueTask InitializeAsync()
        {
            Fake = await FakeProviderProcess.Start();
            File.WriteAllText(_directory.File("prices.yaml"), "prices:\n- { provider: fake, model: a, input: 0, output: 0, perRequest: 1 }\n");
            Edge = await EdgeProcess.Start(new EdgeOptions
            {
                ConsumerKey = "key of one",
                Catalog = Catalog(changing: 2),
                Settings = new Dictionary<string, string> { ["Gateway:PriceFile"] = _directory.File("prices.yaml") },
            });
            await Edge.Process.Line(line => line.Contains("1 price(s) of", StringComparison.Ordinal));
        }

        public async ValueTask DisposeAsync()
        {
            await Edge.DisposeAsync();
            await Fake.DisposeAsync();
            _directory.Dispose();
        }
    }
}
