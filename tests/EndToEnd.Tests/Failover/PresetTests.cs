using System.Text;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Failover;

/// <summary>Every failure the provider can imitate, each at a pool of two keys of its own.</summary>
public sealed class PresetTests(PresetTests.Pools pools) : IClassFixture<PresetTests.Pools>
{
    /// <summary>Said in a native dialect under a 200: to a caller of an OpenAI-compatible address it is no answer at all.</summary>
    private const string NativeOnly = "gemini.prompt_blocked";

    private static readonly string[] CallersFaults = ["context_length", "content_policy", "client_error"];

    [Fact]
    public async Task Whatever_is_wrong_with_one_key_or_its_provider_another_key_answers()
    {
        var wrong = await Run(preset => !CallersFaults.Contains(preset.Class) && preset.Class != "success" && !Midway(preset), async (preset, pool, http) =>
        {
            var answer = await Call(preset, pool, http);
            var calls = await pools.Fake.CallsWith($"sk-{pool}-");
            return answer.Status != 200 ? $"answered {answer}"
                : answer.Header("x-aigateway-attempts") != "2" ? $"took {answer.Header("x-aigateway-attempts")} attempts"
                : calls.Count(c => c.Method == "POST") != 2 ? $"made {calls.Count} calls"
                : calls[0].Key == calls[1].Key ? "asked the same key twice"
                : null;
        });

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task What_is_wrong_with_the_request_itself_is_told_and_costs_no_key()
    {
        var wrong = await Run(preset => CallersFaults.Contains(preset.Class) && preset.Name != NativeOnly, async (preset, pool, http) =>
        {
            var answer = await http.Chat(pool);
            var calls = await pools.Fake.CallsWith($"sk-{pool}-");
            var states = new[] { await pools.Edge.Admin.KeyState($"{pool}-1"), await pools.Edge.Admin.KeyState($"{pool}-2") };
            return answer.Status is < 400 or >= 500 or 401 or 402 or 403 or 408 or 429 ? $"answered {answer}"
                : string.IsNullOrWhiteSpace(answer.Error["message"]?.GetValue<string>()) ? $"says nothing: {answer}"
                : calls.Count != 1 ? $"made {calls.Count} calls"
                : states.Any(state => state != "Active") ? $"took a key out: {string.Join(", ", states)}"
                : null;
        });

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task When_the_only_key_fails_the_caller_never_hears_of_the_gateways_own_standing()
    {
        var wrong = await Run(preset => !CallersFaults.Contains(preset.Class) && preset.Class != "success" && !Midway(preset), async (preset, pool, http) =>
        {
            var single = $"{pool}-single";
            var answer = await Call(preset, single, http);
            var allowed = preset.Class switch
            {
                // Refused for one model or for all of them: some words leave it open.
                "key_dead" => new[] { 503, 404 },
                "key_billing" => [429, 503],
                "key_throttled" => [429],
                "overloaded" => [503],
                "model_unavailable" => [404],
                _ => [502, 504],
            };
            return !allowed.Contains(answer.Status) ? $"answered {answer}"
                : answer.Status != 404 && !(int.TryParse(answer.Header("retry-after"), out var seconds) && seconds >= 1) ? $"does not say when to come back: {answer}"
                : answer.Body.Contains($"sk-{pool}", StringComparison.Ordinal) ? $"tells the key: {answer}"
                : null;
        });

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>It comes after words were sent, when it is too late for another key.</summary>
    private static bool Midway(FakePreset preset) => preset.Answer["afterEvents"]?.GetValue<int>() > 1;

    /// <summary>What goes wrong inside a stream can only be met by one.</summary>
    private static async Task<HttpAnswer> Call(FakePreset preset, string model, HttpClient http)
    {
        if (!preset.Name.EndsWith("_event", StringComparison.Ordinal) && preset.Name != "generic.ok_with_error_body")
            return await http.Chat(model);
        var stream = await http.ChatStream(model);
        return new HttpAnswer(stream.Broken ? 599 : stream.Status, stream.Headers, stream.Body);
    }

    /// <summary>Runs all presets of some classes, several at once.</summary>
    /// <returns>What went wrong, a line each.</returns>
    private async Task<IReadOnlyCollection<string>> Run(Func<FakePreset, bool> which, Func<FakePreset, string, HttpClient, Task<string?>> check)
    {
        await pools.Renew();
        var wrong = new List<string>();
        var count = 0;
        using var http = pools.Edge.ClientWith(pools.Edge.ConsumerKey);
        await Parallel.ForEachAsync(pools.Presets.Index().Where(p => which(p.Item)), TestContext.Current.CancellationToken, async (preset, _) =>
        {
            var problem = await check(preset.Item, Pools.Name(preset.Index), http);
            lock (wrong)
            {
                count++;
                if (problem is not null)
                    wrong.Add($"{preset.Item.Class} {preset.Item.Name}: {problem}");
            }
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} presets");
        Assert.True(count > 30, "Hardly any preset was tried.");
        return wrong;
    }

    /// <summary>A gateway with a provider of two keys, and one of one, for each preset.</summary>
    public sealed class Pools : IAsyncLifetime
    {
        public FakeProviderProcess Fake { get; private set; } = null!;

        public EdgeProcess Edge { get; private set; } = null!;

        public IReadOnlyList<FakePreset> Presets { get; private set; } = [];

        public static string Name(int index) => $"p{index:000}";

        public async ValueTask InitializeAsync()
        {
            Fake = await FakeProviderProcess.Start();
            Presets = await Fake.Presets();
            Edge = await EdgeProcess.Start(new EdgeOptions { ConsumerKey = "presets caller", Catalog = Catalog() });
        }

        /// <summary>Every pool's next call meets its preset once; its single key's every call.</summary>
        public async Task Renew()
        {
            await Fake.Clear();
            await Fake.AddRules([.. Presets.SelectMany((preset, i) => new object[]
            {
                new { match = new { key = $"sk-{Name(i)}-*", path = "/chat/completions" }, times = 1, answer = new { preset = preset.Name } },
                new { match = new { key = $"sk-single-{Name(i)}" }, times = 1000, answer = new { preset = preset.Name } },
            })]);
        }

        public async ValueTask DisposeAsync()
        {
            await Edge.DisposeAsync();
            await Fake.DisposeAsync();
        }

        private string Catalog()
        {
            var providers = new StringBuilder("providers:\n");
            var models = new StringBuilder("models:\n");
            for (var i = 0; i < Presets.Count; i++)
            {
                var name = Name(i);
                providers.AppendLine($"  - {{ id: {name}, baseUrl: \"{Fake.BaseUrl}\", keys: [ {{ id: {name}-1, secret: sk-{name}-1 }}, {{ id: {name}-2, secret: sk-{name}-2 }} ] }}");
                providers.AppendLine($"  - {{ id: {name}-single, baseUrl: \"{Fake.BaseUrl}\", keys: [ {{ id: {name}-only, secret: sk-single-{name} }} ] }}");
                models.AppendLine($"  - {{ id: {name}, targets: [ {{ provider: {name}, model: fake-chat }} ] }}");
                models.AppendLine($"  - {{ id: {name}-single, targets: [ {{ provider: {name}-single, model: fake-chat }} ] }}");
            }
            return $"{providers}{models}consumers:\n  - {{ id: caller, keys: [ {{ secret: presets caller }} ], models: [ \"*\" ] }}\n";
        }
    }
}
