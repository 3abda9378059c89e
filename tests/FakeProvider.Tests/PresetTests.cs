using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class PresetTests : ProviderTest
{
    private static readonly string[] Classes =
    [
        "context_length", "content_policy", "key_billing", "key_dead", "model_unavailable", "key_throttled", "overloaded", "transient",
        "client_error", "success",
    ];

    [Fact]
    public async Task Every_preset_is_served_as_it_is_written()
    {
        foreach (var preset in (await ControlAsync("presets")).EnumerateArray())
        {
            var name = preset.GetProperty("name").GetString();
            var expected = preset.GetProperty("answer");
            Assert.Contains(preset.GetProperty("class").GetString(), Classes);
            await MisbehaveAsync(new { preset = name }, times: 1);

            using var reply = await PostAsync(Chat());

            Assert.Equal((name, expected.TryGetProperty("status", out var status) ? status.GetInt32() : 200), (name, (int)reply.StatusCode));
            if (expected.TryGetProperty("body", out var body))
                Assert.Equal(Text(body).Replace("{{key}}", "sk-1", StringComparison.Ordinal), await reply.Content.ReadAsStringAsync(Token));
            if (expected.TryGetProperty("headers", out var headers))
                Assert.All(headers.EnumerateObject(), header => Assert.Equal(header.Value.GetString(), Header(reply, header.Name)));
        }
    }

    [Theory]
    [InlineData("openai", "key_dead", "key_throttled", "key_billing", "overloaded", "context_length", "content_policy")]
    [InlineData("azure", "key_dead", "key_throttled", "key_billing", "overloaded", "context_length", "content_policy")]
    [InlineData("deepseek", "key_dead", "key_throttled", "key_billing", "overloaded", "context_length", "content_policy")]
    [InlineData("dashscope", "key_dead", "key_throttled", "key_billing", "overloaded", "context_length", "content_policy")]
    [InlineData("kimi", "key_dead", "key_throttled", "key_billing", "overloaded", "context_length", "content_policy")]
    [InlineData("zhipu", "key_dead", "key_throttled", "key_billing", "overloaded", "context_length", "content_policy")]
    [InlineData("gemini", "key_dead", "key_throttled", "key_billing", "overloaded", "context_length", "content_policy")]
    [InlineData("anthropic", "key_dead", "key_throttled", "key_billing", "overloaded", "context_length")]
    [InlineData("bedrock", "key_dead", "key_throttled", "key_billing", "overloaded", "context_length")]
    [InlineData("mistral", "key_dead", "key_throttled", "key_billing", "overloaded", "context_length")]
    [InlineData("groq", "key_dead", "key_throttled", "key_billing", "overloaded", "context_length")]
    public async Task Each_provider_has_every_kind_of_trouble_it_knows(string provider, params string[] classes)
    {
        var presets = (await ControlAsync("presets")).EnumerateArray();

        var known = presets
            .Where(preset => preset.GetProperty("name").GetString()!.StartsWith(provider + ".", StringComparison.Ordinal))
            .Select(preset => preset.GetProperty("class").GetString()!)
            .ToHashSet();

        Assert.Superset(classes.ToHashSet(), known);
    }

    [Fact]
    public async Task A_rule_may_change_members_of_its_preset()
    {
        await MisbehaveAsync(new { preset = "openai.rate_limit", headers = new Dictionary<string, string> { ["retry-after"] = "7" } });

        using var reply = await PostAsync(Chat());

        Assert.Equal("7", Header(reply, "retry-after"));
        Assert.Equal("0", Header(reply, "x-ratelimit-remaining-requests"));
        Assert.Equal(429, (int)reply.StatusCode);
    }

    [Fact]
    public async Task A_preset_may_concern_the_stream()
    {
        await MisbehaveAsync(new { preset = "deepseek.insufficient_system_resource" });

        var chunks = ChunksOf(await EventsAsync(Chat(stream: true)));

        Assert.Equal("insufficient_system_resource", chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    private static string Text(JsonElement body) => body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText();

    private static string Header(HttpResponseMessage reply, string name) =>
        (reply.Headers.TryGetValues(name, out var values) ? values : reply.Content.Headers.GetValues(name)).Single();
}
