using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class GeminiTests : DialectTest
{
    private const string Hello = """{"contents":[{"role":"user","parts":[{"text":"one two three"}]}]}""";
    private const string Whole = "/v1beta/models/gemini-2.5-pro:generateContent";
    private const string Newest = "/v1beta/models/gemini-3-pro:generateContent";
    private const string Stream = "/v1beta/models/gemini-2.5-pro:streamGenerateContent";

    [Fact]
    public async Task A_whole_answer_has_googles_shape()
    {
        await MisbehaveAsync(new { cachedTokens = 2, reasoningTokens = 4 });

        var answer = await OkAsync(await PostAsync(Whole, Hello));

        var candidate = answer.GetProperty("candidates")[0];
        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", candidate.GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Equal(("model", "STOP"), (candidate.GetProperty("content").GetProperty("role").GetString(), candidate.GetProperty("finishReason").GetString()));
        var usage = answer.GetProperty("usageMetadata");
        int[] figures = [.. new[] { "promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "cachedContentTokenCount", "totalTokenCount" }.Select(name => usage.GetProperty(name).GetInt32())];
        Assert.Equal([3, 10, 4, 2, 17], figures);
        Assert.Equal("gemini-2.5-pro", (await LogAsync(wait: 1))[0].GetProperty("model").GetString());
    }

    [Fact]
    public async Task Server_sent_events_are_whole_answers_with_the_usage_so_far()
    {
        await MisbehaveAsync(new { text = "alpha beta" });

        var events = await NamedEventsAsync(await PostAsync(Stream + "?alt=sse", Hello));

        Assert.Equal([1, 2, 2], events.Select(said => said.Data.GetProperty("usageMetadata").GetProperty("candidatesTokenCount").GetInt32()));
        Assert.All(events, said => Assert.Null(said.Name));
        Assert.Equal("STOP", events[^1].Data.GetProperty("candidates")[0].GetProperty("finishReason").GetString());
        Assert.False(events[0].Data.GetProperty("candidates")[0].TryGetProperty("finishReason", out _));
    }

    [Fact]
    public async Task Without_being_asked_for_events_a_stream_is_one_array()
    {
        await MisbehaveAsync(new { text = "alpha beta", inject = new[] { new { kind = "comment", afterEvents = 1 } } }, times: 1);
        await MisbehaveAsync(new { fault = "error_event", afterEvents = 2 }, times: 1);

        using var response = await PostAsync(Stream, Hello);
        var good = await OkAsync(response);
        var failed = await OkAsync(await PostAsync(Stream, Hello));
        var refused = await JsonAsync(await PostAsync(Stream, "{}"));

        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(3, good.GetArrayLength());
        Assert.Equal("UNAVAILABLE", failed[2].GetProperty("error").GetProperty("status").GetString());
        Assert.Equal("INVALID_ARGUMENT", refused[0].GetProperty("error").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Functions_are_called_with_a_seal_that_only_the_account_accepts()
    {
        await MisbehaveAsync(new { toolCalls = new[] { new { name = "a", arguments = """{"city":"Paris"}""" }, new { name = "b", arguments = "{}" } } }, times: 1);

        var answer = await OkAsync(await PostAsync(Newest, Hello, "one@a"));
        var model = answer.GetProperty("candidates")[0].GetProperty("content").GetRawText();
        const string Results = """{"role":"user","parts":[{"functionResponse":{"name":"a","response":{"result":1}}},{"functionResponse":{"name":"b","response":{"result":2}}}]}""";

        Assert.Equal("""{"city":"Paris"}""", answer.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("functionCall").GetProperty("args").GetRawText());
        await OkAsync(await PostAsync(Newest, Turns(model, Results), "two@a"));
        Assert.Contains("signature is not valid", await RefusedAsync(Newest, Turns(model, Results), "one@b"), StringComparison.Ordinal);
        Assert.Contains("number of function response parts", await RefusedAsync(Newest, Turns(model, """{"role":"user","parts":[{"functionResponse":{"name":"a","response":{}}}]}"""), "one@a"), StringComparison.Ordinal);
        Assert.Contains("missing a thought_signature", await RefusedAsync(Newest, Turns("""{"role":"model","parts":[{"functionCall":{"name":"a","args":{}}}]}""", Results)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thoughts_come_first_when_they_are_to_be_included()
    {
        var body = Hello.Insert(1, "\"generationConfig\":{\"thinkingConfig\":{\"include_thoughts\":true}},");

        var parts = (await OkAsync(await PostAsync(Whole, body))).GetProperty("candidates")[0].GetProperty("content").GetProperty("parts");
        var events = await NamedEventsAsync(await PostAsync(Stream + "?alt=sse", body));

        Assert.Equal((true, "thought1 thought2 thought3"), (parts[0].GetProperty("thought").GetBoolean(), parts[0].GetProperty("text").GetString()));
        Assert.True(parts[1].TryGetProperty("thoughtSignature", out _));
        Assert.Equal(3, events.Count(said => said.Data.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].TryGetProperty("thought", out _)));
    }

    [Theory]
    [InlineData("""{"foo":1}""", "Unknown name \"foo\": Cannot find field")]
    [InlineData("""{"generationConfig":{"n":1}}""", "Unknown name \"n\" at 'generation_config'")]
    [InlineData("""{"tools":[{"functionDeclarations":[{"name":"a","parameters":{"type":"object","additionalProperties":false}}]}]}""", "\"additionalProperties\" at 'tools[0].function_declarations[0].parameters'")]
    [InlineData("""{"toolConfig":{"functionCallingConfig":{"mode":"AUTO","allowedFunctionNames":["a"]}}}""", "must be ANY or VALIDATED")]
    [InlineData("""{"contents":[{"role":"assistant","parts":[{"text":"x"}]}]}""", "valid role: user, model")]
    [InlineData("""{"contents":[{"role":"user","parts":[{}]}]}""", "must have one initialized field")]
    public async Task What_google_would_refuse_is_refused(string members, string reason)
    {
        var body = members.Contains("\"contents\"", StringComparison.Ordinal) ? members : Hello.Insert(1, members[1..^1] + ",");

        Assert.Contains(reason, await RefusedAsync(Whole, body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "MAX_TOKENS")]
    [InlineData(20, "STOP")]
    public async Task A_cap_on_tokens_is_kept(int most, string finish)
    {
        var answer = await OkAsync(await PostAsync(Whole, Hello.Insert(1, $"\"generationConfig\":{{\"maxOutputTokens\":{most}}},")));

        Assert.Equal(finish, answer.GetProperty("candidates")[0].GetProperty("finishReason").GetString());
    }

    [Fact]
    public async Task The_rest_of_the_address_is_served_too()
    {
        var count = await OkAsync(await PostAsync("/v1beta/models/m:countTokens", Hello));
        var one = await OkAsync(await PostAsync("/v1beta/models/m:embedContent", """{"content":{"parts":[{"text":"a b"}]},"outputDimensionality":2}"""));
        var many = await OkAsync(await PostAsync("/v1beta/models/m:batchEmbedContents", """{"requests":[{"content":{"parts":[{"text":"a b"}]},"outputDimensionality":2},{"content":{"parts":[{"text":"c"}]},"outputDimensionality":2}]}"""));
        var models = await OkAsync(await CallAsync(HttpMethod.Get, "/v1beta/models?key=k", null));
        using var nobody = await CallAsync(HttpMethod.Post, Whole, Hello);

        Assert.Equal(3, count.GetProperty("totalTokens").GetInt32());
        Assert.Equal("[0.125,0.1875]", one.GetProperty("embedding").GetProperty("values").GetRawText());
        Assert.Equal("[0.125,0.1875]", many.GetProperty("embeddings")[1].GetProperty("values").GetRawText());
        Assert.Equal("models/fake-chat", models.GetProperty("models")[0].GetProperty("name").GetString());
        Assert.Equal(403, (int)nobody.StatusCode);
    }

    private static string Turns(params string[] turns) =>
        $$"""{"contents":[{"role":"user","parts":[{"text":"begin"}]},{{string.Join(',', turns)}}]}""";

    private Task<HttpResponseMessage> PostAsync(string path, string json, string key = "AIza") => CallAsync(HttpMethod.Post, path, json, ("x-goog-api-key", key));

    private async Task<string> RefusedAsync(string path, string json, string key = "AIza")
    {
        using var response = await PostAsync(path, json, key);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True((int)response.StatusCode == 400, text);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("error").GetProperty("message").GetString()!;
    }
}
