using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Usage;

public sealed class PriceTests(PriceTests.PricedGateway gateway) : IClassFixture<PriceTests.PricedGateway>
{
    // 3 input tokens, 2 of them cached, and 14 output tokens.
    private static readonly object Answer = new { cachedTokens = 2, reasoningTokens = 4 };

    [Fact]
    public async Task Calls_cost_to_the_last_digit_what_the_price_file_says()
    {
        await gateway.WritePrices("input: 2.50, cachedInput: 0.000001, output: 10, perRequest: 0.001");
        await gateway.Fake.AddRule(new { match = new { }, times = 2, answer = Answer });
        _ = (await gateway.Edge.Data.Chat("exact")).Ok;
        Assert.True((await gateway.Edge.Data.ChatStream("exact")).Done);
        _ = (await gateway.Edge.Data.Chat("unknown")).Ok;

        // 1 × 2,500 + 2 × 0.001 + 14 × 10,000 billionths, rounded once, and a request.
        Assert.Equal([0.0011425m, 0.0011425m], (await gateway.Calls("exact", 2)).Select(Cost));
        Assert.Equal((0.002285m, 0), await gateway.Total("model", "exact", 2));
        Assert.Equal([null], (await gateway.Calls("unknown", 1)).Select(Cost));
        Assert.Equal((0m, 1), await gateway.Total("model", "unknown", 1));
        using var http = new HttpClient { BaseAddress = gateway.Edge.AdminAddress };
        var metrics = (await http.GetAnswer("/metrics")).Body.Split('\n');
        var metric = Assert.Single(metrics, line => line.StartsWith("aigateway_cost_total{", StringComparison.Ordinal) && line.Contains("aigateway_model=\"exact\"", StringComparison.Ordinal));
        Assert.Contains("aigateway_consumer=\"caller\"", metric, StringComparison.Ordinal);
        Assert.Contains(" 0.002285", metric, StringComparison.Ordinal);
        Assert.DoesNotContain(metrics, line => line.StartsWith("aigateway_cost", StringComparison.Ordinal) && line.Contains("unknown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_changed_price_holds_without_a_restart_and_a_bad_file_keeps_the_good_one()
    {
        await gateway.WritePrices("input: 0, output: 0, perRequest: 1");
        _ = (await gateway.Edge.Data.Chat("changing")).Ok;
        await gateway.WritePrices("input: 0, output: 0, perRequest: 2");
        _ = (await gateway.Edge.Data.Chat("changing")).Ok;

        var reason = await gateway.Refused("input: 0, output: 0, perRequest: 1e309");
        _ = (await gateway.Edge.Data.Chat("changing")).Ok;

        Assert.Matches("prices.yaml: line 3, column [0-9]+: prices\\[1\\]\\.perRequest must be US dollars", reason);
        Assert.Equal([2, 2, 1], (await gateway.Calls("changing", 3)).Select(Cost));
        Assert.Equal((5m, 0), await gateway.Total("model", "changing", 3));
    }

    private static decimal? Cost(JsonNode record) => record["costUsd"]?.GetValue<decimal>();

    public sealed class PricedGateway : IAsyncLifetime
    {
        private readonly ScratchDirectory _directory = new();

        public FakeProviderProcess Fake { get; private set; } = null!;

        public EdgeProcess Edge { get; private set; } = null!;

        private string PricePath => _directory.File("prices.yaml");

        /// <summary>Prices of all models but one, and what the tests change is behind the pattern.</summary>
        public async Task WritePrices(string ofAll)
        {
            var said = Edge.Process.Output.Lines.Count;
            Write(ofAll);
            await Edge.Process.Line(line => line.Contains("2 price(s) of", StringComparison.Ordinal), after: said);
        }

        /// <returns>What the gateway says is wrong with it.</returns>
        public async Task<string> Refused(string ofAll)
        {
            var said = Edge.Process.Output.Lines.Count;
            Write(ofAll);
            await Edge.Process.Line(line => line.Contains("the last good prices stay", StringComparison.Ordinal), after: said);
            return await Edge.Process.Line(line => line.Contains("prices[", StringComparison.Ordinal), after: said);
        }

        /// <summary>Newest first.</summary>
        public Task<List<JsonNode>> Calls(string model, int count) => Eventually.Get(
            async () => (await Edge.Admin.Get($"/admin/v1/usage/calls?model={model}")).Ok["data"]!.AsArray().Select(r => r!).ToList(), calls => calls.Count == count);

        public async Task<(decimal Cost, long Unpriced)> Total(string by, string id, int calls)
        {
            var total = await Eventually.Get(
                async () => (await Edge.Admin.Get($"/admin/v1/usage?by={by}&id={id}&resolution=day")).Ok["data"]![0]!["total"]!, total => total["calls"]!.GetValue<long>() == calls);
            return (total["costUsd"]!.GetValue<decimal>(), total["unpricedCalls"]!.GetValue<long>());
        }

        public async ValueTask InitializeAsync()
        {
            Fake = await FakeProviderProcess.Start();
            Write("input: 1, output: 1");
            Edge = await EdgeProcess.Start(new EdgeOptions
            {
                ConsumerKey = "a key of the file",
                Settings = new Dictionary<string, string> { ["Gateway:PriceFile"] = PricePath },
                Catalog = $$"""
                    providers:
                      - { id: fake, baseUrl: {{Fake.BaseUrl}}, keys: [ { id: k1, secret: sk-of-the-file } ] }
                      - { id: free, baseUrl: {{Fake.BaseUrl}}, keys: [ { id: k2, secret: sk-of-another } ] }
                    models:
                      - { id: exact, targets: [ { provider: fake, model: priced-1 } ] }
                      - { id: changing, targets: [ { provider: fake, model: priced-2 } ] }
                      - { id: unknown, targets: [ { provider: free, model: priced-1 } ] }
                    consumers:
                      - { id: caller, keys: [ { secret: "a key of the file" } ], models: [ "*" ] }
                    """,
            });
            await Edge.Process.Line(line => line.Contains("2 price(s) of", StringComparison.Ordinal));
        }

        public async ValueTask DisposeAsync()
        {
            await Edge.DisposeAsync();
            await Fake.DisposeAsync();
            _directory.Dispose();
        }

        private void Write(string ofAll)
        {
            File.WriteAllText(PricePath + ".next", $"prices:\n- {{ provider: fake, model: priced, input: 7, output: 7 }}\n- {{ provider: fake, model: priced-*, {ofAll} }}\n");
            File.Move(PricePath + ".next", PricePath, overwrite: true);
        }
    }
}
