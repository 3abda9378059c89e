using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

/// <summary>Responses on their way to the client, streamed and whole.</summary>
public sealed class ResponseAnswerTests
{
    private const string Created = """{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"gpt","error":null,"output":[],"usage":null}}""";
    private const string Hello = """{"type":"response.output_text.delta","sequence_number":1,"output_index":0,"delta":"hel\u006co"}""";
    private const string Thought = """{"type":"response.output_item.done","sequence_number":2,"item":{"type":"reasoning","summary":[],"encrypted_content":"S"}}""";
    private const string Completed = """{"type":"response.completed","sequence_number":3,"response":{"id":"resp_1","status":"completed","model":"gpt","error":null,"output":[{"type":"reasoning","encrypted_content":"S"},{"type":"message","content":[{"type":"output_text","text":"hello"}]}],"usage":{"input_tokens":7,"input_tokens_details":{"cached_tokens":4},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":12}}}""";

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void A_stream_is_passed_on_as_it_is_but_for_the_models_name_wherever_its_reads_fall(int readSize)
    {
        using var rewriter = new ResponseStreamRewriter("asked", kept: true);

        var run = StreamRun.Of(rewriter, Wire.Bytes(Sse(Created, Hello, Thought, Completed)), readSize);

        Assert.Equal(Sse(Created, Hello, Thought, Completed).Replace("\"gpt\"", "\"asked\"", StringComparison.Ordinal), run.Output);
        Assert.Equal((StreamState.Complete, new TokenUsage(7, 5, 4, 3, Estimated: false)), (run.State, run.Usage));
        Assert.Equal("hel\\u006co", run.Content);
        Assert.Equal(4, rewriter.NextSequence);
    }

    [Theory]
    [InlineData("data: {\"type\":\"ping\"}\n\n")]
    [InlineData("event: keepalive\ndata: {\"type\":\"keepalive\",\"sequence_number\":1}\n\n")]
    public void What_is_no_event_of_a_response_is_kept_from_clients_that_would_give_up_on_it(string other)
    {
        using var rewriter = new ResponseStreamRewriter("gpt", kept: true);

        var run = StreamRun.Of(rewriter, Wire.Bytes(Sse(Created) + other + Sse(Hello, Completed)));

        Assert.Equal((StreamState.Complete, Sse(Created, Hello, Completed)), (run.State, run.Output));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Its_id_if_it_is_kept_and_its_thoughts_are_noted_once(bool kept)
    {
        using var rewriter = new ResponseStreamRewriter("asked", kept);

        StreamRun.Of(rewriter, Wire.Bytes(Sse(Created, Hello, Thought, Completed)));

        PinnedThing[] thought = [new(PinKind.Signature, PinKey.Of(PinKind.Signature, "S"u8))];
        Assert.Equal(kept ? [new(PinKind.Response, PinKey.Of(PinKind.Response, "resp_1"u8)), .. thought] : thought, rewriter.TakeMade());
        Assert.Null(rewriter.Made);
    }

    [Theory]
    [InlineData("""{"type":"response.in_progress","response":{}}""", false)]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"message","content":[]}}""", false)]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"reasoning"}}""", false)]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"function_call","name":"f"}}""", false)]
    [InlineData("""{"type":"response.content_part.added","part":{"type":"output_text","text":""}}""", false)]
    [InlineData("""{"type":"response.output_text.delta","delta":""}""", false)]
    [InlineData("""{"type":"response.output_text.delta","delta":"x"}""", true)]
    [InlineData("""{"type":"response.reasoning_summary_text.delta","delta":"x"}""", true)]
    [InlineData("""{"type":"response.function_call_arguments.delta","delta":"{"}""", true)]
    [InlineData("""{"type":"response.image_generation_call.partial_image","partial_image_b64":"aGk="}""", true)]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"web_search_call"}}""", true)]
    [InlineData("""{"type":"response.output_item.done","item":{"type":"message"}}""", true)]
    [InlineData("""{"type":"keepalive"}""", false)]
    public void Another_may_take_over_until_there_is_content_or_the_provider_itself_acts(string data, bool isContent)
    {
        using var rewriter = new ResponseStreamRewriter("asked", kept: true);

        Assert.Equal(isContent, StreamRun.Of(rewriter, Wire.Bytes(Sse(Created, data))).FirstContentSeen);
    }

    [Fact]
    public void A_stream_whose_cap_was_reached_is_whole()
    {
        using var rewriter = new ResponseStreamRewriter("asked", kept: true);

        Assert.Equal(StreamState.Complete, StreamRun.Of(rewriter, Wire.Bytes(Sse(Created, Hello, Completed.Replace("completed", "incomplete", StringComparison.Ordinal)))).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("data: [DONE]\n\n")]
    public void One_that_ends_without_saying_how_has_broken_off(string end)
    {
        using var rewriter = new ResponseStreamRewriter("asked", kept: true);

        var run = StreamRun.Of(rewriter, Wire.Bytes(Sse(Created, Hello) + end));

        Assert.Equal((StreamState.Broken, BreakReason.Unfinished), (run.State, run.Reason));
        Assert.DoesNotContain("[DONE]", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"error","code":"server_error","message":"oops","param":null,"sequence_number":1}""")]
    [InlineData("""{"type":"response.failed","response":{"id":"resp_1","status":"failed","error":{"code":"server_error","message":"oops"}}}""")]
    [InlineData("""{"error":{"message":"oops"}}""")]
    public void A_failure_is_not_passed_on_but_told(string data)
    {
        using var rewriter = new ResponseStreamRewriter("asked", kept: true);

        var run = StreamRun.Of(rewriter, Wire.Bytes(Sse(Created) + $"data: {data}\n\n"));

        Assert.Equal((StreamState.Error, data), (run.State, run.Error));
        Assert.DoesNotContain("oops", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"type\":")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void What_is_no_event_breaks_it(string data)
    {
        using var rewriter = new ResponseStreamRewriter("asked", kept: true);

        Assert.Equal(BreakReason.Malformed, StreamRun.Of(rewriter, Wire.Bytes($"data: {data}\n\n")).Reason);
    }

    [Fact]
    public void A_whole_one_is_passed_on_as_it_is_but_for_the_models_name()
    {
        var body = Wire.Bytes("""{ "id":"resp_1", "status":"completed","model":"gpt", "error": null,"output":[{"type":"reasoning","encrypted_content":"S"},{"type":"message","content":[{"text":"hello"}]}],"usage":{"input_tokens":7,"output_tokens":5} }""");
        using var edit = new ResponseEdit("asked", kept: true);

        Assert.Equal(AnswerKind.Answer, edit.Read(body));

        Assert.Equal(Wire.Text(body).Replace("gpt", "asked", StringComparison.Ordinal), Wire.Written(output => edit.WriteTo(body, output)));
        Assert.Equal(new TokenUsage(7, 5, 0, 0, Estimated: false), edit.Usage);
        Assert.Equal([PinKind.Response, PinKind.Signature], edit.Made!.Select(made => made.Kind));
    }

    [Theory]
    [InlineData("""{"error":{"message":"oops"}}""", "Error")]
    [InlineData("""{"id":"resp_1","status":"failed","error":{"code":"server_error"},"output":[]}""", "Error")]
    [InlineData("""{"id":"a","choices":[]}""", "Error")]
    [InlineData("""{"id":"resp_1","status":"cancelled","error":null,"output":[]}""", "GaveUp")]
    [InlineData("<html>", "Malformed")]
    [InlineData("""{"id":"resp_1",""", "Malformed")]
    public void What_is_no_answer_is_not_taken_for_one(string body, string kind)
    {
        using var edit = new ResponseEdit("asked", kept: true);

        Assert.Equal(kind, edit.Read(Wire.Bytes(body)).ToString());
    }

    [Fact]
    public void Without_figures_its_text_is_counted()
    {
        using var edit = new ResponseEdit("asked", kept: false);

        edit.Read("""{"id":"r","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"one two"}]},{"type":"function_call","arguments":"{}"}]}"""u8);

        Assert.Equal("one two{}", Wire.Text(edit.Content.Escaped));
        Assert.Null(edit.Made);
    }

    /// <summary>Events as providers write them.</summary>
    private static string Sse(params string[] events) =>
        string.Concat(events.Select(data => $"event: {System.Text.Json.JsonDocument.Parse(data).RootElement.GetProperty("type").GetString()}\ndata: {data}\n\n"));
}
