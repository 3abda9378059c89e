using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.Anthropic;

public sealed class AnswerTests
{
    [Fact]
    public void A_whole_answer_is_read()
    {
        var answer = Wire.Codec.ReadAnswer(Wire.Fixture("answer.json"));
        Assert.NotNull(answer);
        Assert.Equal(("msg_01XFDUDYJgAACzvnptvVoYEL", "claude-sonnet-4-5-20250929", "default"), (answer.Id, answer.Model, answer.ServiceTier));
        Assert.Equal(new ChatUsage(3120, 55) { Cached = 3000, CacheWritten = 20, Reasoning = 30 }, answer.Usage);
        var choice = Assert.Single(answer.Choices);
        Assert.Equal(FinishReason.ToolCalls, choice.Finish);
        Assert.Equal(
            [
                new ReasoningPart("Look it up.") { Signature = new ThoughtSignature(Dialect.Anthropic, "EqQBCgIYAhIM1gbcDa9GJwZA2b3h") },
                new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.Anthropic, "EmwKAhgBEgy3va3pzix"), IsRedacted = true },
                new TextPart("The sky is blue."),
                new ToolCallPart("toolu_01A", "get_time", "{}"),
                new ToolCallPart("toolu_01B", "get_weather", """{"city": "Oslo"}"""),
            ],
            choice.Parts.Select(part => part is TextPart text ? text with { Annotations = null } : part));
        Assert.Equal("blue", ((TextPart)choice.Parts[2]).Annotations!.Value[0].GetProperty("cited_text").GetString());
    }

    [Fact]
    public void What_was_read_is_written_as_it_was()
    {
        var written = Wire.Write(Wire.Codec.ReadAnswer(Wire.Fixture("answer.json"))!);
        var sent = System.Text.Json.JsonElement.Parse(Wire.Fixture("answer.json"));
        Assert.Equal("my-model", written.GetProperty("model").GetString());
        foreach (var name in new[] { "id", "type", "role", "stop_reason", "stop_sequence" })
            Assert.Equal(sent.GetProperty(name).GetRawText(), written.GetProperty(name).GetRawText());
        // All but what the provider's own tool did.
        Assert.Equal(
            sent.GetProperty("content").EnumerateArray().Where(block => block.GetProperty("type").GetString() != "server_tool_use").Select(Compact),
            written.GetProperty("content").EnumerateArray().Select(Compact));
        Wire.Same(
            """
            {"input_tokens":100,"cache_creation_input_tokens":20,"cache_read_input_tokens":3000,"output_tokens":55,
             "output_tokens_details":{"thinking_tokens":30},"service_tier":"standard"}
            """,
            written.GetProperty("usage"));

        static string Compact(System.Text.Json.JsonElement value) => System.Text.Json.JsonSerializer.Serialize(value);
    }

    [Theory]
    [InlineData("end_turn", FinishReason.Stop)]
    [InlineData("stop_sequence", FinishReason.Stop)]
    [InlineData("pause_turn", FinishReason.Stop)]
    [InlineData("compaction", FinishReason.Stop)]
    [InlineData("something_new", FinishReason.Stop)]
    [InlineData(null, FinishReason.Stop)]
    [InlineData("tool_use", FinishReason.ToolCalls)]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("model_context_window_exceeded", FinishReason.Length)]
    [InlineData("refusal", FinishReason.ContentFilter)]
    public void Every_reason_to_stop_is_one_of_four(string? reason, FinishReason finish)
    {
        var json = reason is null ? "null" : $"\"{reason}\"";
        var answer = Wire.Codec.ReadAnswer(Wire.Bytes($$"""{"type":"message","content":[],"stop_reason":{{json}},"stop_sequence":"END"}"""));
        Assert.Equal((finish, "END"), (answer!.Choices[0].Finish, answer.Choices[0].StopSequence));
    }

    [Fact]
    public void Reasons_to_stop_are_written_in_this_dialect_s_words()
    {
        ContentPart text = new TextPart("a");
        Assert.Equal("end_turn", Reason(FinishReason.Stop, text));
        Assert.Equal("stop_sequence", Reason(FinishReason.Stop, text, "END"));
        Assert.Equal("max_tokens", Reason(FinishReason.Length, text));
        Assert.Equal("refusal", Reason(FinishReason.ContentFilter, text));
        Assert.Equal("tool_use", Reason(FinishReason.ToolCalls, text));
        // Some providers stop though they call.
        Assert.Equal("tool_use", Reason(FinishReason.Stop, new ToolCallPart("c", "f", "{}")));
        Assert.Equal("refusal", Reason(FinishReason.Stop, new RefusalPart("no")));

        static string? Reason(FinishReason finish, ContentPart part, string? stop = null) =>
            Wire.Write(new ChatAnswer { Choices = [new ChatChoice(0, [part], finish) { StopSequence = stop }] }).GetProperty("stop_reason").GetString();
    }

    [Fact]
    public void An_answer_from_elsewhere_is_a_message()
    {
        var written = Wire.Write(new ChatAnswer
        {
            Id = "chatcmpl-9",
            Choices =
            [
                new ChatChoice(0, [new ReasoningPart("hm"), new TextPart(""), new RefusalPart("I cannot."), new ToolCallPart("c.1", "f", "") { Signature = new ThoughtSignature(Dialect.Gemini, "AbC=") }], FinishReason.Stop),
                new ChatChoice(1, [new TextPart("other")], FinishReason.Stop),
            ],
            Usage = new ChatUsage(10, 5) { Cached = 4 },
        });
        Wire.Same(
            """
            {"id":"msg_chatcmpl-9","type":"message","role":"assistant","model":"my-model","content":[
              {"type":"thinking","thinking":"hm","signature":""},
              {"type":"text","text":"I cannot."},
              {"type":"redacted_thinking","data":"aigw.gemini-tool.c%2E1.AbC="},
              {"type":"tool_use","id":"c.1","name":"f","input":{}}],
             "stop_reason":"refusal","stop_sequence":null,
             "usage":{"input_tokens":6,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"output_tokens":5}}
            """,
            written);
        Assert.Equal("msg_call-1", Wire.Write(new ChatAnswer()).GetProperty("id").GetString());
        Assert.Equal(42, Wire.Write(new ChatAnswer()).GetProperty("usage").GetProperty("input_tokens").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"type":"message","content":"text"}""")]
    [InlineData("""{"type":"message","content":["text"]}""")]
    public void What_is_no_answer_is_none(string body) => Assert.Null(Wire.Codec.ReadAnswer(Wire.Bytes(body)));

    [Fact]
    public void Half_a_character_does_not_cost_the_rest()
    {
        var answer = Wire.Codec.ReadAnswer(Wire.Bytes("""{"content":[{"type":"text","text":"a\ud83d\ude00\ud83d"},{"type":"tool_use","id":"c","name":"f","input":{"x":"\ude00"}}]}"""))!;
        Assert.Equal(new TextPart("a\U0001F600\uFFFD"), answer.Choices[0].Parts[0]);
        Wire.Same("""{"x":"\ufffd"}""", Wire.Write(answer).GetProperty("content")[1].GetProperty("input"));
        byte[] broken = [.. Wire.Bytes("""{"content":[{"type":"text","text":"a"""), 0xC3, .. Wire.Bytes("""b"}]}""")];
        Assert.Equal(new TextPart("a\uFFFDb"), Wire.Codec.ReadAnswer(broken)!.Choices[0].Parts[0]);
        // A call of another dialect's, whose arguments are text.
        var call = new ToolCallPart("c", "f", """{"x":"\\\ud83d"}""");
        Wire.Same("""{"x":"\\\ufffd"}""", Wire.Write(answer with { Choices = [new ChatChoice(0, [call], FinishReason.Stop)] }).GetProperty("content")[0].GetProperty("input"));
    }

    [Fact]
    public void Usage_of_other_types_counts_as_none()
    {
        var usage = Wire.Codec.ReadAnswer(Wire.Bytes("""{"content":[],"usage":{"input_tokens":"9","cache_read_input_tokens":null,"output_tokens":-4,"output_tokens_details":[]}}"""))!.Usage;
        Assert.Equal(new ChatUsage(0, 0), usage);
    }
}
