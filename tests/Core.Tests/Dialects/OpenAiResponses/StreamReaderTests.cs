using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses;

public sealed class StreamReaderTests
{
    private const string Start = "start resp_0a1b2c gpt-5.2-2025-12-11 1770950944";
    private const string Usage = "usage 120/64 50/20";

    [Fact]
    public void Text_comes_in_pieces_with_its_probabilities_and_sources() => Assert.Equal(
        [
            Start,
            "Text It",
            """Logprobs {"content":[{"token":"It","bytes":[73,116],"logprob":-0.1,"top_logprobs":[]}],"refusal":null}""",
            "Text  rains",
            """Logprobs {"content":[{"token":" rains","bytes":null,"logprob":-0.5,"top_logprobs":[]}],"refusal":null}""",
            """Annotations [{"type":"url_citation","start_index":0,"end_index":8,"url":"https://example.com","title":"Weather"}]""",
            "finish Stop", Usage, "End",
        ],
        Read("text.sse"));

    [Fact]
    public void Thoughts_words_and_calls_come_in_order() => Assert.Equal(
        [
            Start,
            "Reasoning Look", "Reasoning  up.", "Reasoning \n\n".Trim(), "Reasoning Then call.", "ReasoningSignature OpenAiResponses gAAAAB-sealed",
            "Text One moment.",
            "call 0 call_a weather", """arguments 0 {"city":""", """arguments 0 "Oslo"}""",
            "call 1 call_b clock", "arguments 1 {}",
            "finish ToolCalls", Usage, "End",
        ],
        Read("tools.sse"));

    [Fact]
    public void An_answer_cut_short_ends_with_its_reason() => Assert.Equal(
        [Start, "RedactedReasoning OpenAiResponses gAAAAB-sealed", "Text Once upon", "finish Length", Usage, "End"], Read("incomplete.sse"));

    [Fact]
    public void A_refusal_is_told_as_one() => Assert.Equal([Start, "Refusal I can", "Refusal not.", "finish Stop", Usage, "End"], Read("refusal.sse"));

    [Fact]
    public void A_failure_is_an_error_and_nothing_follows() => Assert.Equal(
        [Start, """Error {"error":{"message":"Slow down.","type":"rate_limit_exceeded","param":null,"code":"rate_limit_exceeded"}}"""],
        Wire.Lines(Wire.Events([.. Wire.Frames(Wire.Fixture("failed.sse")), .. Wire.Frames(Wire.Fixture("text.sse"))])));

    [Theory]
    [InlineData("""{"type":"error","code":"server_error","message":"Oops","param":null,"sequence_number":3}""", "server_error")]
    [InlineData("""{"type":"error","sequence_number":2,"error":{"type":"server_error","code":null,"message":"Oops","param":null}}""", "server_error")]
    [InlineData("""{"error":{"type":"server_error","message":"Oops"}}""", "server_error")]
    public void Every_shape_of_an_error_is_one(string data, string type)
    {
        var failed = Assert.Single(Wire.Events([("error", data)]));
        Assert.Equal(ChatEventKind.Error, failed.Kind);
        Assert.Contains("\"message\":\"Oops\"", failed.Text, StringComparison.Ordinal);
        Assert.Contains($"\"type\":\"{type}\"", failed.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text.sse")]
    [InlineData("tools.sse")]
    [InlineData("incomplete.sse")]
    [InlineData("refusal.sse")]
    public void A_stream_cut_before_its_last_event_never_ends(string fixture)
    {
        var frames = Wire.Frames(Wire.Fixture(fixture));
        var whole = Wire.Lines(Wire.Events(frames));
        for (var count = 0; count < frames.Count; count++)
        {
            var cut = Wire.Lines(Wire.Events(frames.Take(count)));
            Assert.Equal(whole.Take(cut.Length), cut);
            Assert.DoesNotContain("End", cut);
            Assert.DoesNotContain(cut, line => line.StartsWith("finish", StringComparison.Ordinal));
        }
        Assert.Equal("End", whole[^1]);
    }

    [Theory]
    [InlineData("text.sse")]
    [InlineData("tools.sse")]
    [InlineData("refusal.sse")]
    public void A_server_that_tells_items_whole_only_is_understood(string fixture)
    {
        var frames = Wire.Frames(Wire.Fixture(fixture));
        var pieces = Wire.Events(frames);
        var items = Wire.Events(frames.Where(frame => frame.Name is "response.created" or "response.output_item.done" or "response.completed"));
        var end = Wire.Events([frames[0], frames[^1]]);
        Assert.Equal(Said(pieces), Said(items));
        Assert.Equal(Said(pieces), Said(end));
    }

    [Fact]
    public void What_a_compatible_server_adds_does_no_harm() => Assert.Equal(
        ["start", "Text hi", "finish Stop", "End"],
        Wire.Lines(Wire.Events(
        [
            ("", """{"type":"response.made_up.event"}"""),
            ("", """{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"hi"}"""),
            ("", """{"type":"response.output_text.delta","output_index":0,"delta":7}"""),
            ("", """{"type":"response.web_search_call.searching","output_index":1,"item_id":"ws"}"""),
            ("", """{"type":5}"""),
            ("", "{}"),
            ("", """{"type":"response.completed","response":{}}"""),
            ("", "[DONE]"),
            ("", """{"type":"response.output_text.delta","output_index":0,"delta":"late"}"""),
        ])).Select(line => line.TrimEnd('0').Trim()));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"type\":")]
    public void What_is_no_event_breaks_the_stream(string data)
    {
        var events = new List<ChatEvent>();
        Assert.False(ResponsesCodec.Instance.NewStreamReader().TryRead([], Encoding.UTF8.GetBytes(data), events));
    }

    [Fact]
    public void A_letter_cut_in_half_is_mended() => Assert.Equal(
        ["start", "Text a\ufffd"],
        Wire.Lines(Wire.Events([("", """{"type":"response.output_text.delta","output_index":0,"delta":"a\ud83d"}""")])).Select(line => line.TrimEnd('0').Trim()));

    private static string[] Read(string fixture) => Wire.Lines(Wire.Events(Wire.Frames(Wire.Fixture(fixture))));

    private static string Said(List<ChatEvent> events) => string.Concat(events
        .Where(e => e.Kind is not (ChatEventKind.Logprobs or ChatEventKind.Usage))
        .Select(e => e.Kind is ChatEventKind.Text or ChatEventKind.Refusal or ChatEventKind.Reasoning or ChatEventKind.ToolArguments ? e.Text : Wire.Lines([e])[0]));
}
