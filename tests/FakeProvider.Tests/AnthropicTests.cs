using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class AnthropicTests : DialectTest
{
    private const string Hello = """{"model":"claude","max_tokens":100,"messages":[{"role":"user","content":"one two three"}]}""";

    [Fact]
    public async Task A_whole_message_has_anthropics_shape()
    {
        await MisbehaveAsync(new { cachedTokens = 1, cacheWriteTokens = 1 });

        var message = await OkAsync(await MessagesAsync(Hello));

        Assert.Equal(("message", "assistant", "claude", "end_turn"), (Text(message, "type"), Text(message, "role"), Text(message, "model"), Text(message, "stop_reason")));
        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", Text(message.GetProperty("content")[0], "text"));
        var usage = message.GetProperty("usage");
        Assert.Equal((1, 1, 1, 10), (Number(usage, "input_tokens"), Number(usage, "cache_read_input_tokens"), Number(usage, "cache_creation_input_tokens"), Number(usage, "output_tokens")));
    }

    [Fact]
    public async Task A_stream_names_its_events_and_carries_a_ping()
    {
        await MisbehaveAsync(new { text = "alpha beta" });

        var events = await NamedEventsAsync(await MessagesAsync(Hello.Replace("100", "100,\"stream\":true", StringComparison.Ordinal)));

        Assert.Equal(
            ["message_start", "content_block_start", "ping", "content_block_delta", "content_block_delta", "content_block_stop", "message_delta", "message_stop"],
            events.Select(said => said.Name));
        Assert.All(events, said => Assert.Equal(said.Name, Text(said.Data, "type")));
        Assert.Equal(3, Number(events[0].Data.GetProperty("message").GetProperty("usage"), "input_tokens"));
        Assert.Equal("end_turn", Text(events[6].Data.GetProperty("delta"), "stop_reason"));
        Assert.Equal(2, Number(events[6].Data.GetProperty("usage"), "output_tokens"));
    }

    [Theory]
    [InlineData("""{"max_tokens":2}""", "max_tokens", null)]
    [InlineData("""{"max_tokens":9,"stop_sequences":["word3"]}""", "stop_sequence", "word3")]
    public async Task It_stops_where_the_caller_says(string members, string reason, string? sequence)
    {
        var message = await OkAsync(await MessagesAsync(With(members)));

        Assert.Equal("word1 word2", Text(message.GetProperty("content")[0], "text"));
        Assert.Equal((reason, sequence), (Text(message, "stop_reason"), Text(message, "stop_sequence")));
    }

    [Fact]
    public async Task Several_tools_are_called_at_once_and_their_results_belong_together()
    {
        await MisbehaveAsync(new { toolCalls = new[] { new { name = "a", arguments = """{"city":"Paris"}""" }, new { name = "b", arguments = "{}" } } }, times: 2);

        var message = await OkAsync(await MessagesAsync(Hello));
        var events = await NamedEventsAsync(await MessagesAsync(With("""{"max_tokens":9,"stream":true}""")));
        var turn = $$"""{"role":"assistant","content":{{message.GetProperty("content").GetRawText()}}}""";
        var both = """{"type":"tool_result","tool_use_id":"toolu_fake1","content":"x"},{"type":"tool_result","tool_use_id":"toolu_fake2","content":"y"}""";

        Assert.Equal("tool_use", Text(message, "stop_reason"));
        Assert.Equal("""{"city":"Paris"}""", message.GetProperty("content")[0].GetProperty("input").GetRawText());
        var partial = events.Where(said => said.Name == "content_block_delta" && Number(said.Data, "index") == 0).Select(said => Text(said.Data.GetProperty("delta"), "partial_json"));
        Assert.Equal("""{"city":"Paris"}""", string.Concat(partial));
        Assert.Equal("", Text(events.Single(said => said.Name == "content_block_delta" && Number(said.Data, "index") == 1).Data.GetProperty("delta"), "partial_json"));
        await OkAsync(await MessagesAsync(Turns(turn, $$"""{"role":"user","content":[{{both}}]}""")));
        Assert.Contains("toolu_fake2", await RefusedAsync(Turns(turn, """{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_fake1","content":"x"}]}""")), StringComparison.Ordinal);
        Assert.Contains("unexpected `tool_use_id`", await RefusedAsync(Turns("""{"role":"assistant","content":"x"}""", $$"""{"role":"user","content":[{{both}}]}""")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_may_break_off_in_the_middle_of_its_input()
    {
        await MisbehaveAsync(new { toolCall = new { name = "a", arguments = """{"city":"Pa""" }, finishReason = "max_tokens" });

        var whole = await OkAsync(await MessagesAsync(Hello));
        var events = await NamedEventsAsync(await MessagesAsync(With("""{"max_tokens":9,"stream":true}""")));

        Assert.Equal("{}", whole.GetProperty("content")[0].GetProperty("input").GetRawText());
        Assert.Equal("""{"city":"Pa""", string.Concat(events.Where(said => said.Name == "content_block_delta").Select(said => Text(said.Data.GetProperty("delta"), "partial_json"))));
    }

    [Fact]
    public async Task Thoughts_bear_the_seal_of_their_account()
    {
        const string Thinks = """{"max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":2000}}""";
        var message = await OkAsync(await MessagesAsync(With(Thinks), key: "one@a"));
        var events = await NamedEventsAsync(await MessagesAsync(With(Thinks.Insert(1, "\"stream\":true,")), key: "one@a"));
        var turn = $$"""{"role":"assistant","content":{{message.GetProperty("content").GetRawText()}}}""";
        const string More = """{"role":"user","content":"go on"}""";

        Assert.Equal("thought1 thought2 thought3", Text(message.GetProperty("content")[0], "thinking"));
        Assert.Equal(13, Number(message.GetProperty("usage"), "output_tokens"));
        Assert.Equal(["thinking_delta", "thinking_delta", "thinking_delta", "signature_delta"], events.Where(said => said.Name == "content_block_delta").Take(4).Select(said => Text(said.Data.GetProperty("delta"), "type")));
        await OkAsync(await MessagesAsync(Turns(turn, More), key: "two@a"));
        Assert.Contains("Invalid `signature`", await RefusedAsync(Turns(turn, More), "one@b"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"max_tokens":null}""", "max_tokens: Field required")]
    [InlineData("""{"max_tokens":1,"logprobs":true}""", "logprobs: Extra inputs are not permitted")]
    [InlineData("""{"max_tokens":1,"temperature":1.5}""", "temperature: range: 0..1")]
    [InlineData("""{"max_tokens":1,"tool_choice":{"type":"any"}}""", "while providing `tools`")]
    [InlineData("""{"max_tokens":1,"messages":[{"role":"system","content":"x"}]}""", "Input should be 'user' or 'assistant'")]
    [InlineData("""{"max_tokens":1,"messages":[{"role":"user","content":[{"type":"text","text":""}]}]}""", "non-empty")]
    [InlineData("""{"max_tokens":1,"messages":[{"role":"user","content":[{"type":"input_audio"}]}]}""", "does not match any of the expected tags")]
    [InlineData("""{"max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/bmp","data":"AA=="}}]}]}""", "base64.media_type")]
    [InlineData("""{"max_tokens":1,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"?"}}]}]}""", "Invalid base64")]
    public async Task What_anthropic_would_refuse_is_refused(string members, string reason) =>
        Assert.Contains(reason, await RefusedAsync(With(members)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}""")]
    [InlineData("""{"type":"image","source":{"type":"url","url":"https://x/y.png"}}""")]
    [InlineData("""{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AA=="},"title":"t"}""")]
    public async Task Pictures_and_documents_are_taken(string block) =>
        await OkAsync(await MessagesAsync(With($$"""{"max_tokens":9,"messages":[{"role":"user","content":[{{block}}]}]}""")));

    [Fact]
    public async Task Key_and_version_are_demanded_in_anthropics_words()
    {
        var noVersion = await JsonAsync(await CallAsync(HttpMethod.Post, "/v1/messages", Hello, ("x-api-key", "k")));
        using var noKey = await CallAsync(HttpMethod.Post, "/v1/messages", Hello, ("anthropic-version", "2023-06-01"));
        using var bearer = await CallAsync(HttpMethod.Post, "/v1/messages", Hello, ("authorization", "Bearer k"), ("anthropic-version", "2023-06-01"));

        Assert.Equal(("error", "invalid_request_error"), (Text(noVersion, "type"), Text(noVersion.GetProperty("error"), "type")));
        Assert.Equal(401, (int)noKey.StatusCode);
        Assert.Equal("authentication_error", Text((await JsonAsync(noKey)).GetProperty("error"), "type"));
        Assert.StartsWith("req_fake", Assert.Single(bearer.Headers.GetValues("request-id")), StringComparison.Ordinal);
        Assert.Equal(200, (int)bearer.StatusCode);
    }

    [Fact]
    public async Task Tokens_are_counted_and_models_listed_in_its_shape()
    {
        var count = await OkAsync(await MessagesAsync("""{"model":"m","system":"a b","messages":[{"role":"user","content":[{"type":"text","text":"c"}]}]}""", "/v1/messages/count_tokens"));
        var models = await OkAsync(await CallAsync(HttpMethod.Get, "/v1/models", null, ("x-api-key", "k"), ("anthropic-version", "2023-06-01")));

        Assert.Equal("""{"input_tokens":3}""", count.GetRawText());
        Assert.Equal(("fake-chat", "model"), (Text(models, "first_id"), Text(models.GetProperty("data")[0], "type")));
    }

    [Fact]
    public async Task An_error_in_the_middle_is_an_event_of_its_own()
    {
        await MisbehaveAsync(new { fault = "error_event", afterEvents = 4 });

        var events = await NamedEventsAsync(await MessagesAsync(With("""{"max_tokens":9,"stream":true}""")));

        Assert.Equal(5, events.Length);
        Assert.Equal(("error", "overloaded_error"), (events[^1].Name, Text(events[^1].Data.GetProperty("error"), "type")));
    }

    [Fact]
    public async Task The_end_can_be_left_out_and_the_reason_be_any()
    {
        await MisbehaveAsync(new { omitDone = true, finishReason = "refusal" }, times: 1);
        await MisbehaveAsync(new { omitFinish = true }, times: 1);

        var refused = await NamedEventsAsync(await MessagesAsync(With("""{"max_tokens":9,"stream":true}""")));
        var endless = await NamedEventsAsync(await MessagesAsync(With("""{"max_tokens":9,"stream":true}""")));

        Assert.Equal(("message_delta", "refusal"), (refused[^1].Name, Text(refused[^1].Data.GetProperty("delta"), "stop_reason")));
        Assert.DoesNotContain(endless, said => said.Name == "message_delta");
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    /// <summary>A request of these members, with a model and messages unless they are among them.</summary>
    private static string With(string members)
    {
        var start = members.Contains("\"messages\"", StringComparison.Ordinal) ? "" : """ "messages":[{"role":"user","content":"one two three"}],""";
        return $$"""{"model":"claude",{{start}}{{members[1..]}}""";
    }

    private static string Turns(params string[] turns) =>
        $$"""{"model":"claude","max_tokens":100,"messages":[{"role":"user","content":"begin"},{{string.Join(',', turns)}}]}""";

    private Task<HttpResponseMessage> MessagesAsync(string json, string path = "/v1/messages", string key = "sk-ant") =>
        CallAsync(HttpMethod.Post, path, json, ("x-api-key", key), ("anthropic-version", "2023-06-01"));

    private async Task<string> RefusedAsync(string json, string key = "sk-ant")
    {
        using var response = await MessagesAsync(json, key: key);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True((int)response.StatusCode == 400, text);
        return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("error").GetProperty("message").GetString()!;
    }
}
