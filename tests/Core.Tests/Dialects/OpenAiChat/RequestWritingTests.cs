using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiChat;

namespace AiGateway.Core.Tests.Dialects.OpenAiChat;

public sealed class RequestWritingTests
{
    private static readonly OpenAiChatCodec Chat = OpenAiChatCodec.Instance;
    private static readonly ChatRequest Plain = new() { Model = "m", Messages = [new ChatMessage(ChatRole.User, [new TextPart("a")])] };

    [Fact]
    public void A_plain_question_is_as_plain_on_the_wire() =>
        Assert.Equal("""{"model":"target-model","messages":[{"role":"user","content":"a"}]}""", Chat.WriteRequest(Plain));

    [Fact]
    public void Results_of_tools_come_first_each_in_a_message_of_its_own_and_their_images_with_what_the_user_says()
    {
        var image = new ImagePart(new MediaSource.Base64("image/png", "AAAA"));
        var written = Messages(
            new ChatMessage(ChatRole.Assistant, [new TextPart("I "), new TextPart("look."), new ToolCallPart("c1", "f", "{}"), new ToolCallPart("c2", "g", " ")]),
            new ChatMessage(ChatRole.User,
            [
                new TextPart("and?"),
                new ToolResultPart("c1", "f", [new TextPart("one"), image]),
                new ToolResultPart("c2", "g", [new TextPart("no")], IsError: true),
            ]));

        Same(
            """
            [{"role":"assistant","content":"I look.","tool_calls":[
               {"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"c1","content":"one"},{"role":"tool","tool_call_id":"c2","content":"Error: no"},
             {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"and?"}]}]
            """,
            written);
    }

    [Fact]
    public void Images_documents_and_sounds_are_parts() => Same(
        """
        [{"role":"user","name":"ann","content":[
          {"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"https://e.com/a.png","detail":"low"}},
          {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"}},
          {"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,BBBB"}},{"type":"file","file":{"file_id":"f1"}},
          {"type":"text","text":"notes.txt\n\nplain"},{"type":"input_audio","input_audio":{"data":"CCCC","format":"mp3"}}]}]
        """,
        Messages(new ChatMessage(ChatRole.User,
        [
            new TextPart("see"), new ImagePart(new MediaSource.Url("https://e.com/a.png")) { Detail = "low" },
            new DocumentPart(new MediaSource.Base64("application/pdf", "AAAA"), "a.pdf"), new DocumentPart(new MediaSource.Base64("application/pdf", "BBBB"), null),
            new DocumentPart(new MediaSource.FileId("f1"), "x"), new DocumentPart(new MediaSource.Text("plain"), "notes.txt"),
            new AudioPart(new MediaSource.Base64("audio/mpeg", "CCCC")),
        ]) { Name = "ann" }));

    [Fact]
    public void What_chat_cannot_hold_is_refused_by_its_place()
    {
        ContentPart[] parts =
        [
            new DocumentPart(new MediaSource.Url("https://e.com/a.pdf"), null), new ImagePart(new MediaSource.FileId("f")),
            new AudioPart(new MediaSource.Base64("audio/flac", "AA")), new AudioPart(new MediaSource.Url("https://e.com/a.wav")),
        ];
        foreach (var part in parts)
        {
            var placed = part with { Path = "contents[1].parts[2]" };
            var refusal = Assert.Throws<DialectException>(() => Messages(new ChatMessage(ChatRole.User, [placed])));
            Assert.Equal(("unsupported_parameter", "contents[1].parts[2]"), (refusal.Code, refusal.Field));
        }
        Assert.Equal("p", Assert.Throws<DialectException>(() => Messages(new ChatMessage(ChatRole.Assistant, [new ImagePart(new MediaSource.Url("x")) { Path = "p" }]))).Field);
    }

    [Fact]
    public void Thoughts_and_proofs_go_only_to_targets_that_take_them()
    {
        ChatMessage[] turn =
        [
            new(ChatRole.Assistant,
            [
                new ReasoningPart("hm") { Signature = new ThoughtSignature(Dialect.Anthropic, "s") },
                new ToolCallPart("c", "f", "{}") { Signature = new ThoughtSignature(Dialect.Gemini, "g") },
            ]),
        ];

        Same("""[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}]""", Messages(turn));
        Same(
            """
            [{"role":"assistant","content":null,"reasoning_content":"hm",
              "reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s","format":"anthropic-claude-v1","index":0}],
              "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"g"}}}]}]
            """,
            Member(Chat.WriteRequest(Plain with { Messages = turn }, new TargetTraits("m") { TakesReasoning = true }), "messages"));
        Assert.Equal("[]", Messages(new ChatMessage(ChatRole.Assistant, [new ReasoningPart("hm")])));
    }

    [Theory]
    [InlineData("gpt-4o", "max_tokens", "system")]
    [InlineData("deepseek-chat", "max_tokens", "system")]
    [InlineData("o3-mini", "max_completion_tokens", "developer")]
    [InlineData("gpt-5.1", "max_completion_tokens", "developer")]
    public void Newer_models_of_OpenAI_have_newer_words(string model, string member, string role)
    {
        var written = JsonNode.Parse(Chat.WriteRequest(
            Plain with { MaxOutputTokens = 10, Messages = [new ChatMessage(ChatRole.Developer, [new TextPart("a"), new TextPart("b")])] }, new TargetTraits(model, 5)))!;

        Assert.Equal(5, (int?)written[member]);
        Assert.Equal((role, "a\nb"), ((string?)written["messages"]![0]!["role"], (string?)written["messages"]![0]!["content"]));
    }

    [Fact]
    public void What_is_asked_besides_is_said_in_OpenAIs_words()
    {
        var request = Plain with
        {
            Tools = [new ToolDefinition("f", "does", JsonElement.Parse("""{"type":"object"}""")) { Strict = true }, new ToolDefinition("g", null, null)],
            ToolChoice = new ToolChoice(ToolChoiceMode.Named, "f"), ParallelToolCalls = false, Temperature = 0.5, TopP = 0.25, Seed = 3, N = 2, Logprobs = true,
            TopLogprobs = 4, FrequencyPenalty = 1, PresencePenalty = -1, Stop = ["x"], Format = new OutputFormat(OutputFormatKind.JsonObject),
            Reasoning = new ReasoningRequest { Effort = "minimal" }, User = "u", ServiceTier = "flex", Verbosity = "low", CacheKey = "k", Stream = true,
        };

        var written = JsonNode.Parse(Chat.WriteRequest(request))!.AsObject();
        written.Remove("messages");
        Same(
            """
            {"model":"target-model","tools":[{"type":"function","function":{"name":"f","description":"does","parameters":{"type":"object"},"strict":true}},
              {"type":"function","function":{"name":"g"}}],"tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,
             "temperature":0.5,"top_p":0.25,"frequency_penalty":1,"presence_penalty":-1,"seed":3,"n":2,"logprobs":true,"top_logprobs":4,"stop":["x"],
             "response_format":{"type":"json_object"},"reasoning_effort":"minimal","user":"u","service_tier":"flex","verbosity":"low","prompt_cache_key":"k",
             "stream":true,"stream_options":{"include_usage":true}}
            """,
            written.ToJsonString());
    }

    [Theory]
    [InlineData(0, "none")]
    [InlineData(1024, "low")]
    [InlineData(4096, "low")]
    [InlineData(4097, "medium")]
    [InlineData(8192, "medium")]
    [InlineData(24576, "high")]
    [InlineData(100_000, "high")]
    public void Tokens_for_thoughts_come_to_an_effort(int tokens, string effort) =>
        Assert.Equal(effort, (string?)JsonNode.Parse(Chat.WriteRequest(Plain with { Reasoning = new ReasoningRequest { BudgetTokens = tokens } }))!["reasoning_effort"]);

    [Fact]
    public void A_schema_without_a_name_gets_one_and_no_format_is_written_for_text()
    {
        var schema = new OutputFormat(OutputFormatKind.JsonSchema) { Schema = JsonElement.Parse("{}"), Strict = true };

        Same(
            """{"type":"json_schema","json_schema":{"name":"answer","schema":{},"strict":true}}""", Member(Chat.WriteRequest(Plain with { Format = schema }), "response_format"));
        Assert.DoesNotContain("response_format", Chat.WriteRequest(Plain with { Format = new OutputFormat(OutputFormatKind.Text) }), StringComparison.Ordinal);
    }

    [Fact]
    public void Hints_are_left_out_and_named_by_the_callers_words()
    {
        var mark = JsonElement.Parse("""{"type":"ephemeral"}""");
        var request = Plain with
        {
            TopK = 5, Metadata = JsonElement.Parse("{}"), Messages = [new ChatMessage(ChatRole.User, [new TextPart("a") { CacheControl = mark }])],
            Unknown = [new UnknownField("container", JsonElement.Parse("1"), IsHint: true)],
        };
        var omissions = new Omissions(Chat, "the target", strict: false);

        Assert.DoesNotContain("top_k", Chat.WriteRequest(request, omissions: omissions), StringComparison.Ordinal);
        Assert.Equal(["container", "metadata", "top_k", "cache_control"], omissions.Fields);
        Assert.Contains("\"top_k\":5", Chat.WriteRequest(request, new TargetTraits("m") { TakesTopK = true }), StringComparison.Ordinal);
        Assert.Throws<DialectException>(() => Chat.WriteRequest(request, omissions: new Omissions(Chat, "the target", strict: true)));
    }

    [Fact]
    public void What_would_change_the_answer_is_refused() => Assert.Equal(
        "mcp_servers",
        Assert.Throws<DialectException>(() => Chat.WriteRequest(Plain with { Unknown = [new UnknownField("mcp_servers", JsonElement.Parse("[]"), IsHint: false)] })).Field);

    [Fact]
    public void Every_member_has_a_name() => Assert.All(Enum.GetValues<RequestField>(), field => Assert.NotEmpty(Chat.NameOf(field)));

    private static string Messages(params ChatMessage[] messages) => Member(Chat.WriteRequest(Plain with { Messages = messages }), "messages");

    private static string Member(string json, string name) => JsonElement.Parse(json).GetProperty(name).GetRawText();

    private static void Same(string expected, string actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(actual)), $"expected {expected}\nbut was {actual}");
}
