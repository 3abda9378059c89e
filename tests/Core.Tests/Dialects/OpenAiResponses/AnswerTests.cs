using System.Text.Json;
using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses;

public sealed class AnswerTests
{
    private static readonly AnswerTraits Traits = new("7f", "gpt", 1_700_000_000);

    [Fact]
    public void A_whole_answer_is_read()
    {
        var answer = Wire.Answer(Wire.Fixture("answer.json"))!;
        Assert.Equal(("resp_0a1b2c", "gpt-5.2-2025-12-11", 1770950944L, "flex"), (answer.Id, answer.Model, answer.Created, answer.ServiceTier));
        Assert.Equal(new ChatUsage(120, 50) { Cached = 64, CacheWritten = 32, Reasoning = 20 }, answer.Usage);
        var choice = Assert.Single(answer.Choices);
        Assert.Equal(FinishReason.ToolCalls, choice.Finish);
        Assert.Equal("It", choice.Logprobs!.Value.GetProperty("content")[0].GetProperty("token").GetString());
        Assert.Collection(
            choice.Parts,
            part => Assert.Equal(new ReasoningPart("First.\n\nSecond.") { Signature = new(Dialect.OpenAiResponses, "gAAAAB-sealed") }, part),
            part => Assert.Equal(("It rains.", "url_citation"), (((TextPart)part).Text, ((TextPart)part).Annotations!.Value[0].GetProperty("type").GetString())),
            part => Assert.Equal(new ToolCallPart("call_a", "weather", """{"city":"Oslo"}"""), part),
            part => Assert.Equal(new ToolCallPart("call_b", "clock", "{}"), part));
    }

    [Theory]
    [InlineData("completed", null, false, FinishReason.Stop)]
    [InlineData("completed", null, true, FinishReason.ToolCalls)]
    [InlineData("incomplete", "max_output_tokens", true, FinishReason.Length)]
    [InlineData("incomplete", "content_filter", false, FinishReason.ContentFilter)]
    [InlineData("incomplete", "made_up", false, FinishReason.Length)]
    public void Why_it_ended_is_one_of_four(string status, string? reason, bool calls, FinishReason finish)
    {
        var output = calls ? """{"type":"function_call","call_id":"c","name":"f","arguments":""}""" : "";
        var details = reason is null ? "null" : $$"""{"reason":"{{reason}}"}""";
        Assert.Equal(finish, Wire.Answer($$"""{"object":"response","status":"{{status}}","incomplete_details":{{details}},"output":[{{output}}]}""")!.Choices[0].Finish);
    }

    [Theory]
    [InlineData("""{"error":{"message":"no"}}""")]
    [InlineData("""{"object":"response","status":"failed","error":{"code":"server_error","message":"no"},"output":[]}""")]
    [InlineData("""{"object":"response","status":"in_progress","output":[]}""")]
    [InlineData("""{"object":"chat.completion","choices":[]}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("")]
    public void What_is_no_answer_is_none(string body) => Assert.Null(Wire.Answer(body));

    [Fact]
    public void An_answer_is_written_with_every_member_clients_demand()
    {
        var json = Wire.Written(new ChatAnswer { Id = "msg_1", Choices = [new(0, [new TextPart("Hi")], FinishReason.Stop)], Usage = new(10, 5) { Cached = 4, Reasoning = 2 } }, Traits);
        Assert.Equal(
            """
            {"id":"resp_7f","object":"response","created_at":1700000000,"status":"completed","background":false,"error":null,"incomplete_details":null,"model":"gpt",
            "output":[{"type":"message","id":"msg_7f_0","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi"}]}],
            "instructions":null,"max_output_tokens":null,"max_tool_calls":null,"parallel_tool_calls":true,"previous_response_id":null,"prompt_cache_key":null,
            "reasoning":{"effort":null,"summary":null},"service_tier":"default","store":true,"temperature":1,"text":{"format":{"type":"text"},"verbosity":"medium"},
            "tool_choice":"auto","tools":[],"top_logprobs":0,"top_p":1,"truncation":"disabled","user":null,"metadata":{},
            "usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":0},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":15}}
            """.Replace("\n", "", StringComparison.Ordinal),
            json.GetRawText());
    }

    [Fact]
    public void It_repeats_what_was_asked()
    {
        var request = Wire.Request(Wire.Fixture("request.json").Replace("\"store\"", "\"previous_response_id\": \"resp_0\", \"store\"", StringComparison.Ordinal));
        var json = Wire.Written(new ChatAnswer { Id = "resp_own" }, Traits with { Request = request });
        Assert.Equal(
            """
            "resp_own" "Answer briefly." 1000 false "resp_0" "thread-7" {"effort":"high","summary":"auto"} "flex" false 0.5 {"type":"function","name":"weather"} 3 0.9 "user-7" {"team":"red"}
            """,
            string.Join(" ", new[]
            {
                "id", "instructions", "max_output_tokens", "parallel_tool_calls", "previous_response_id", "prompt_cache_key", "reasoning", "service_tier", "store", "temperature",
                "tool_choice", "top_logprobs", "top_p", "user", "metadata",
            }.Select(name => json.GetProperty(name).GetRawText())));
        Assert.Equal("answer", json.GetProperty("text").GetProperty("format").GetProperty("name").GetString());
        Assert.Equal("weather", json.GetProperty("tools")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(FinishReason.Length, "max_output_tokens")]
    [InlineData(FinishReason.ContentFilter, "content_filter")]
    public void An_answer_cut_short_says_why(FinishReason finish, string reason)
    {
        var json = Wire.Written(new ChatAnswer { Choices = [new(0, [new TextPart("Hi")], finish)] }, Traits);
        Assert.Equal(("incomplete", reason), (json.GetProperty("status").GetString(), json.GetProperty("incomplete_details").GetProperty("reason").GetString()));
        Assert.Equal("incomplete", json.GetProperty("output")[0].GetProperty("status").GetString());
    }

    [Fact]
    public void Everything_an_answer_can_hold_has_its_item()
    {
        var json = Wire.Written(
            new ChatAnswer
            {
                Choices =
                [
                    new(0,
                    [
                        new ReasoningPart("Hm.") { Signature = new(Dialect.Anthropic, "EqQB") },
                        new ReasoningPart("") { Signature = new(Dialect.Anthropic, "Red"), IsRedacted = true },
                        new TextPart("A"),
                        new RefusalPart("No"),
                        new ToolCallPart("c.1", "f", "{}") { Signature = new(Dialect.Gemini, "Sig") },
                        new ImagePart(new MediaSource.Base64("image/webp", "AAAA")),
                    ], FinishReason.ToolCalls),
                ],
            },
            Traits);
        Assert.Equal(
            """
            [{"type":"reasoning","id":"rs_7f_0","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"aigw.anthropic.EqQB"},
            {"type":"reasoning","id":"rs_7f_1","summary":[],"encrypted_content":"aigw.anthropic-redacted.Red"},
            {"type":"message","id":"msg_7f_2","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"A"},{"type":"refusal","refusal":"No"}]},
            {"type":"reasoning","id":"rs_7f_3","summary":[],"encrypted_content":"aigw.gemini-tool.c%2E1.Sig"},
            {"type":"function_call","id":"fc_7f_4","status":"completed","call_id":"c.1","name":"f","arguments":"{}"},
            {"type":"image_generation_call","id":"ig_7f_5","status":"completed","output_format":"webp","result":"AAAA"}]
            """.Replace("\n", "", StringComparison.Ordinal),
            json.GetProperty("output").GetRawText());
    }

    [Fact]
    public void Sources_in_a_form_clients_know_are_kept_and_others_left_out()
    {
        var sources = JsonElement.Parse(
            """
            [{"type":"url_citation","url_citation":{"url":"https://a","title":"A","start_index":0,"end_index":1}},{"type":"char_location","cited_text":"x"},7,
            {"type":"url_citation","url":"https://b"},{"type":"file_citation","file_id":"f","filename":"n","index":0,"more":[[1]],"url_citation":{}},
            {"type":"file_path","file_id":"f","index":1,"url_citation":7}]
            """);
        var json = Wire.Written(new ChatAnswer { Choices = [new(0, [new TextPart("A") { Annotations = sources }], FinishReason.Stop)] }, Traits);
        Assert.Equal(
            """[{"type":"url_citation","url":"https://a","title":"A","start_index":0,"end_index":1},{"type":"file_citation","file_id":"f","filename":"n","index":0},{"type":"file_path","file_id":"f","index":1,"url_citation":7}]""",
            json.GetProperty("output")[0].GetProperty("content")[0].GetProperty("annotations").GetRawText());
    }

    [Fact]
    public void What_was_read_is_written_as_it_came()
    {
        var json = Wire.Written(Wire.Answer(Wire.Fixture("answer.json"))!, Traits);
        Assert.Equal("resp_0a1b2c", json.GetProperty("id").GetString());
        var again = Wire.Answer(json.GetRawText())!;
        var original = Wire.Answer(Wire.Fixture("answer.json"))!;
        Assert.Equal(original.Usage, again.Usage);
        Assert.Equal(original.Choices[0].Parts.Where(part => part is not TextPart), again.Choices[0].Parts.Where(part => part is not TextPart));
        Assert.Equal(-0.1, again.Choices[0].Logprobs!.Value.GetProperty("content")[0].GetProperty("logprob").GetDouble());
    }

}
