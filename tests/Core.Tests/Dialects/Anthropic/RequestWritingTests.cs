using System.Text.Json;
using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.Anthropic;

public sealed class RequestWritingTests
{
    private static readonly ChatRequest _plain = new() { Model = "alias", Messages = [User("hi")] };

    [Fact]
    public void The_least_request_has_the_target_s_model_and_a_cap()
    {
        var (body, dropped) = Wire.Write(_plain);
        Wire.Same("""{"model":"claude-sonnet-4-5","max_tokens":8192,"messages":[{"role":"user","content":"hi"}]}""", body);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData(null, null, 8192)]
    [InlineData(null, 4096, 4096)]
    [InlineData(null, 64_000, 8192)]
    [InlineData(100, null, 100)]
    [InlineData(100_000, 64_000, 64_000)]
    public void The_cap_is_the_caller_s_within_the_operator_s(int? asked, int? cap, int written) =>
        Assert.Equal(written, Wire.Write(_plain with { MaxOutputTokens = asked }, cap: cap).Body.GetProperty("max_tokens").GetInt32());

    [Fact]
    public void What_was_read_is_written_as_it_was()
    {
        var (body, dropped) = Wire.Write(Wire.Codec.ReadRequest(Wire.Fixture("request.json")));
        var sent = JsonElement.Parse(Wire.Fixture("request.json"));
        Assert.True(JsonElement.DeepEquals(sent.GetProperty("system"), body.GetProperty("system")));
        Assert.True(JsonElement.DeepEquals(sent.GetProperty("messages")[2], body.GetProperty("messages")[2]));
        Assert.Equal("standard_only", body.GetProperty("service_tier").GetString());
        Wire.Same("""{"user_id":"user-7"}""", body.GetProperty("metadata"));
        Wire.Same("""{"type":"enabled","budget_tokens":2048,"display":"summarized"}""", body.GetProperty("thinking"));
        Assert.True(JsonElement.DeepEquals(sent.GetProperty("output_config"), body.GetProperty("output_config")));
        Assert.True(body.GetProperty("stream").GetBoolean());
        var user = body.GetProperty("messages")[0].GetProperty("content");
        Wire.Same("""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}""", user[1]);
        Wire.Same("""{"type":"image","source":{"type":"file","file_id":"file_011CNha8iCJcU1wXNR6q4V8w"}}""", user[3]);
        Wire.Same("""{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0xLjQ="},"title":"Report"}""", user[4]);
        Wire.Same("""{"type":"document","source":{"type":"text","media_type":"text/plain","data":"one\ntwo"},"cache_control":{"type":"ephemeral"}}""", user[7]);
        var assistant = body.GetProperty("messages")[1].GetProperty("content");
        Wire.Same("""{"type":"thinking","thinking":"The clock and the weather.","signature":"EqQBCgIYAhIM1gbcDa9GJwZA2b3h"}""", assistant[0]);
        Wire.Same("""{"type":"redacted_thinking","data":"EmwKAhgBEgy3va3pzix"}""", assistant[1]);
        Wire.Same("""{"type":"tool_use","id":"toolu_01B","name":"get_weather","input":{"city":"Oslo","days":[1,2]}}""", assistant[4]);
        // The first is documented as ignored, the others do not go with thoughts.
        Assert.Equal(["tool_choice", "tools.strict", "top_k"], dropped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Who_speaks_twice_speaks_once_and_the_system_first()
    {
        var (body, _) = Wire.Write(_plain with
        {
            Messages =
            [
                Text(ChatRole.System, "be brief"), User("a"), Text(ChatRole.Developer, "be kind"), User("b"), Text(ChatRole.Assistant, "c"),
                Text(ChatRole.Assistant, "  "), Text(ChatRole.Assistant, "d"), User("e"),
            ],
        });
        Assert.Equal("be brief\nbe kind", body.GetProperty("system").GetString());
        Wire.Same(
            """
            [{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
             {"role":"assistant","content":[{"type":"text","text":"c"},{"type":"text","text":"d"}]},
             {"role":"user","content":"e"}]
            """,
            body.GetProperty("messages"));
    }

    [Fact]
    public void All_results_of_a_turn_come_first_in_the_next()
    {
        var (body, _) = Wire.Write(_plain with
        {
            Messages =
            [
                User("go"),
                new ChatMessage(ChatRole.Assistant, [new ToolCallPart("call_1", "f", ""), new ToolCallPart("functions.g:1", "g", "not json")]),
                new ChatMessage(ChatRole.User, [new ToolResultPart("call_1", "f", [new TextPart("one")])]),
                User("wait"),
                new ChatMessage(ChatRole.User, [new ToolResultPart("functions.g:1", "g", [], IsError: true)]),
            ],
        });
        Wire.Same(
            """
            [{"role":"user","content":"go"},
             {"role":"assistant","content":[
               {"type":"tool_use","id":"call_1","name":"f","input":{}},
               {"type":"tool_use","id":"functions_g_1","name":"g","input":{"input":"not json"}}]},
             {"role":"user","content":[
               {"type":"tool_result","tool_use_id":"call_1","content":"one"},
               {"type":"tool_result","tool_use_id":"functions_g_1","is_error":true},
               {"type":"text","text":"wait"}]}]
            """,
            body.GetProperty("messages"));
    }

    [Fact]
    public void Thoughts_of_other_makers_are_left_out_without_a_word()
    {
        var (body, dropped) = Wire.Write(_plain with
        {
            Messages =
            [
                User("a"),
                new ChatMessage(ChatRole.Assistant,
                [
                    new ReasoningPart("unsigned"), new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.Gemini, "x") },
                    new RefusalPart("I will not."),
                ]),
                User("b"),
            ],
        });
        Assert.Equal("""[{"type":"text","text":"I will not."}]""", body.GetProperty("messages")[1].GetProperty("content").GetRawText());
        Assert.Empty(dropped);
    }

    [Fact]
    public void An_answer_begun_for_the_model_does_not_end_in_white_space() =>
        Assert.Equal("It is", Wire.Write(_plain with { Messages = [User("a"), Text(ChatRole.Assistant, "It is \n")] }).Body.GetProperty("messages")[1].GetProperty("content").GetString());

    [Fact]
    public void A_schema_is_an_object_s_whatever_was_said()
    {
        var (body, dropped) = Wire.Write(_plain with
        {
            Tools =
            [
                new ToolDefinition("f", null, null) { Strict = true },
                new ToolDefinition("g", "G.", JsonElement.Parse("""{"properties":{"a":{"type":"string"}}}""")),
            ],
            ParallelToolCalls = false,
        });
        Wire.Same(
            """[{"name":"f","input_schema":{"type":"object"}},{"name":"g","description":"G.","input_schema":{"type":"object","properties":{"a":{"type":"string"}}}}]""",
            body.GetProperty("tools"));
        Wire.Same("""{"type":"auto","disable_parallel_tool_use":true}""", body.GetProperty("tool_choice"));
        Assert.Equal(["tools.strict"], dropped);
    }

    [Theory]
    [InlineData(ToolChoiceMode.Auto, null, """{"type":"auto"}""")]
    [InlineData(ToolChoiceMode.None, null, """{"type":"none"}""")]
    [InlineData(ToolChoiceMode.Required, null, """{"type":"any"}""")]
    [InlineData(ToolChoiceMode.Named, "f", """{"type":"tool","name":"f"}""")]
    public void Every_choice_of_tools_is_written(ToolChoiceMode mode, string? name, string json)
    {
        var choice = _plain with { ToolChoice = new ToolChoice(mode, name) };
        Wire.Same(json, Wire.Write(choice with { Tools = [new ToolDefinition("f", null, null)] }).Body.GetProperty("tool_choice"));
        Assert.False(Wire.Write(choice).Body.TryGetProperty("tool_choice", out _));
    }

    [Fact]
    public void A_schema_for_the_answer_is_native_and_any_json_is_refused()
    {
        var format = new OutputFormat(OutputFormatKind.JsonSchema) { Name = "n", Schema = JsonElement.Parse("""{"type":"object"}"""), Strict = true };
        Wire.Same("""{"format":{"type":"json_schema","schema":{"type":"object"}}}""", Wire.Write(_plain with { Format = format }).Body.GetProperty("output_config"));
        Assert.False(Wire.Write(_plain with { Format = new OutputFormat(OutputFormatKind.Text) }).Body.TryGetProperty("output_config", out _));
        Refused(_plain with { Format = new OutputFormat(OutputFormatKind.JsonObject) }, "output_config.format");
    }

    [Fact]
    public void What_the_provider_says_it_ignores_is_left_out_and_named()
    {
        var request = _plain with
        {
            Seed = 1, FrequencyPenalty = 0.5, PresencePenalty = 0, Logprobs = true, TopLogprobs = 2, Verbosity = "low", CacheKey = "k", ServiceTier = "flex",
            Metadata = JsonElement.Parse("""{"a":"b"}"""), Stop = ["x", " ", "\n"],
            Messages = [User("hi") with { Name = "ann" }],
            Unknown = [new UnknownField("logit_bias", JsonElement.Parse("{}"), IsHint: false), new UnknownField("store", JsonElement.Parse("true"), IsHint: true)],
        };
        var (body, dropped) = Wire.Write(request);
        Wire.Same("""{"model":"claude-sonnet-4-5","max_tokens":8192,"messages":[{"role":"user","content":"hi"}],"stop_sequences":["x"]}""", body);
        Assert.Equal(
            ["frequency_penalty", "logit_bias", "logprobs", "messages.name", "metadata", "prompt_cache_key", "seed", "service_tier", "stop_sequences", "store", "top_logprobs", "verbosity"],
            dropped.Order(StringComparer.Ordinal));
        Assert.Throws<DialectException>(() => Wire.Write(request, strict: true));
    }

    [Fact]
    public void What_would_make_another_answer_is_refused_by_name()
    {
        Refused(_plain with { N = 2 }, "n");
        Refused(_plain with { Unknown = [new UnknownField("modalities", JsonElement.Parse("[]"), IsHint: false)] }, "modalities");
        Refused(_plain with { Messages = [Text(ChatRole.System, "alone")] }, "messages");
        RefusedPart(new AudioPart(new MediaSource.Base64("audio/wav", "UklGRg==")));
        RefusedPart(new ImagePart(new MediaSource.Base64("image/tiff", "SUkq")));
        RefusedPart(new ImagePart(new MediaSource.FileId("file-abc")));
        RefusedPart(new DocumentPart(new MediaSource.Base64("application/zip", "UEsD"), "a.zip"));
        RefusedPart(new ToolResultPart("c", null, [new AudioPart(new MediaSource.Base64("audio/wav", "UklGRg=="))]));
    }

    [Fact]
    public void Documents_that_are_text_are_sent_as_text()
    {
        var part = new DocumentPart(new MediaSource.Base64("text/csv", "YSxi"), "a.csv");
        Wire.Same(
            """[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"a,b"},"title":"a.csv"}]""",
            Wire.Write(_plain with { Messages = [new ChatMessage(ChatRole.User, [part])] }).Body.GetProperty("messages")[0].GetProperty("content"));
    }

    private static void RefusedPart(ContentPart part) =>
        Refused(_plain with { Messages = [new ChatMessage(ChatRole.User, [part with { Path = "messages[0].content[0]" }])] }, "messages[0].content[0]");

    private static void Refused(ChatRequest request, string field) => Assert.Equal(field, Assert.Throws<DialectException>(() => Wire.Write(request)).Field);

    private static ChatMessage User(string text) => Text(ChatRole.User, text);

    private static ChatMessage Text(ChatRole role, string text) => new(role, [new TextPart(text)]);
}
