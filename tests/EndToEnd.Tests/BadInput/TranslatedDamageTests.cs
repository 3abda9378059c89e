using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>What cannot be read on the way to a provider of another dialect is refused by its own name, and nobody is asked something else instead.</summary>
public sealed class TranslatedDamageTests(SharedGateway gateway, ITestOutputHelper output)
{
    private static readonly (CallerDialect Dialect, string Path, string Kind, (string Body, string Says)[] Rows)[] Table =
    [
        (CallerDialect.OpenAi, "/v1/chat/completions", "anthropic",
        [
            ("""{"model":"MODEL","messages":[{"content":"Hi"}]}""", "messages[0].role"),
            ("""{"model":"MODEL","messages":[{"role":"nobody","content":"Hi"}]}""", "messages[0].role"),
            ("""{"model":"MODEL","messages":[{"role":7,"content":"Hi"}]}""", "messages[0].role"),
            ("""{"model":"MODEL","messages":[{"role":"user","content":7}]}""", "messages[0].content"),
            ("""{"model":"MODEL","messages":[{"role":"user","content":[{"text":"Hi"}]}]}""", "messages[0].content[0].type"),
            ("""{"model":"MODEL","messages":[{"role":"user","content":[{"type":"text"}]}]}""", "messages[0].content[0].text"),
            ("""{"model":"MODEL","messages":[{"role":"user","content":"Hi"}],"temperature":"hot"}""", "temperature"),
            ("""{"model":"MODEL","messages":[{"role":"user","content":"Hi"}],"tools":[7]}""", "tools[0]"),
            ("""{"model":"MODEL","messages":[{"role":"user","content":"Hi","content":"Ho"}]}""", "names a member twice"),
        ]),
        (CallerDialect.OpenAi, "/v1/responses", "bedrock",
        [
            ("""{"model":"MODEL","input":[{"role":"user"}]}""", "input[0].content"),
            ("""{"model":"MODEL","input":[{"role":"user","content":7}]}""", "input[0].content"),
            ("""{"model":"MODEL","input":[7]}""", "input[0]"),
            ("""{"model":"MODEL","input":"Hi","tools":[{"type":"function"}]}""", "tools[0].name"),
            ("""{"model":"MODEL"}""", "input"),
        ]),
        (CallerDialect.OpenAi, "/v1/embeddings", "gemini",
        [
            ("""{"model":"MODEL","input":[{}]}""", "input"),
            ("""{"model":"MODEL","input":"Hi","dimensions":"many"}""", "dimensions"),
        ]),
        (CallerDialect.Anthropic, "/v1/messages", "openai",
        [
            ("""{"model":"MODEL","max_tokens":9,"messages":[{"content":"Hi"}]}""", "messages[0].role"),
            ("""{"model":"MODEL","max_tokens":9,"messages":[{"role":"user"}]}""", "messages[0].content"),
            ("""{"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":[{"type":"image"}]}]}""", "messages[0].content[0].source"),
            ("""{"model":"MODEL","max_tokens":9,"system":7,"messages":[{"role":"user","content":"Hi"}]}""", "system"),
            ("""{"model":"MODEL","messages":[{"role":"user","content":"Hi"}]}""", "max_tokens"),
        ]),
        (CallerDialect.Gemini, "/v1beta/models/MODEL:generateContent", "anthropic",
        [
            ("""{"contents":[{"role":"user","parts":"Hi"}]}""", "contents[0].parts"),
            ("""{"contents":[{"role":"user","parts":[{"text":7}]}]}""", "contents[0].parts[0].text"),
            ("""{"contents":[{"role":"nobody","parts":[{"text":"Hi"}]}]}""", "contents[0].role"),
            ("""{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"temperature":"hot"}}""", "generationConfig.temperature"),
        ]),
        (CallerDialect.Gemini, "/v1beta/models/MODEL:streamGenerateContent?alt=sse", "openai",
        [
            ("""{"contents":[{"role":"user","parts":[{"inlineData":{"data":"AAAA"}}]}]}""", "contents[0].parts[0].inlineData.mimeType"),
            ("""{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{}]}]}""", "tools[0].functionDeclarations[0].name"),
        ]),
        (CallerDialect.Gemini, "/v1beta/models/MODEL:embedContent", "openai",
        [
            ("""{"content":{"parts":[{"text":7}]}}""", "content.parts[0].text"),
            ("""{"content":{}}""", "content.parts"),
        ]),
        (CallerDialect.Gemini, "/v1beta/models/MODEL:batchEmbedContents", "openai",
        [
            ("""{"requests":[7]}""", "requests[0]"),
            ("""{"requests":[{"model":"models/MODEL"}]}""", "requests[0].content"),
        ]),
        (CallerDialect.Azure, "/openai/deployments/MODEL/chat/completions?api-version=2024-10-21", "gemini",
        [
            ("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":7}]}]}""", "messages[0].content[0].image_url"),
            ("""{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{}}]}""", "tools[0].function.name"),
        ]),
    ];

    [Fact]
    public async Task What_cannot_be_read_is_refused_by_its_name()
    {
        using var http = gateway.Edge.ClientWith(null);
        var providers = await ProviderSet.Make(gateway.Edge, gateway.Fake);
        var calls = new RefusedCalls(http, providers.ConsumerKey);
        var wrong = new List<string>();
        var rows = 0;

        foreach (var (dialect, path, kind, bodies) in Table)
        {
            var model = await providers.Model(kind);
            foreach (var (body, says) in bodies)
            {
                rows++;
                var answer = await calls.Send(dialect, path.Replace("MODEL", Uri.EscapeDataString(model.CallerName), StringComparison.Ordinal), Damage.Bytes(Damage.Filled(body, model.CallerName), "application/json"));
                output.WriteLine($"{path} -> {kind} {body}: {answer.Status} {answer.Body}");
                var told = answer.Status == 400 ? dialect.Read(answer) : null;
                if (told is null || !told.Message.Contains(says, StringComparison.Ordinal))
                    wrong.Add($"{path} -> {kind} {body}: {answer.Status} {answer.Body}");
            }
            if (await model.Calls() is { Count: > 0 } asked)
                wrong.Add($"{path} -> {kind}: the provider was asked {string.Join(", ", asked.Select(call => call.Body))}");
        }

        output.WriteLine($"{rows} rows");
        // Some had a provider chosen for them, and leave a record; none of them costs anything. What a later call leaves is there.
        var sound = await providers.Model("openai");
        _ = (await calls.Send(CallerDialect.OpenAi, "/v1/chat/completions", Damage.Bytes(Damage.Filled("""{"model":"MODEL","messages":[{"role":"user","content":"Hi"}]}""", sound.CallerName), "application/json"))).Ok;
        var charged = (await providers.RecordsUpTo(sound.Name)).Where(record => Tokens(record) > 0).ToList();
        Assert.Equal(sound.Name, (string?)Assert.Single(charged)["targetModel"]);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static int Tokens(JsonNode record) => record["tokens"]!["prompt"]!.GetValue<int>() + record["tokens"]!["completion"]!.GetValue<int>();
}
