using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class ChatStreamRewriterTests
{
    private const string Text = "data: {\"model\":\"asked\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n";
    private const string Stop = "data: {\"model\":\"asked\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Done = "data: [DONE]\n\n";

    /// <summary>The output for a stream of this event, a stop and [DONE], less those two.</summary>
    private static string Rewritten(string chunk, bool hideUsage = false)
    {
        var run = StreamRun.Of($"data: {chunk}\n\n{Stop}{Done}", hideUsage);
        Assert.Equal(StreamState.Complete, run.State);
        Assert.EndsWith(Stop + Done, run.Output, StringComparison.Ordinal);
        return run.Output[..^(Stop + Done).Length];
    }

    [Fact]
    public void A_stream_that_needs_no_edit_passes_byte_for_byte()
    {
        const string odd = "data: { \"choices\" : [ {\"index\":0,\"delta\":{\"content\":\"\\u00e9 \\/ é\"}, \"x\":1.50} ], \"model\":\"asked\",\"usage\":null, \"obfuscation\":\"XkSi\" }\n\n";
        var run = StreamRun.Of(odd + Text + Stop + Done);
        Assert.Equal(odd + Text + Stop + Done, run.Output);
        Assert.Equal((StreamState.Complete, true, 7 + 2), (run.State, run.FirstContentSeen, run.ContentBytes));
        Assert.Equal("\\u00e9 \\/ éHi", run.Content);
    }

    [Theory]
    [InlineData("""{"model":"real-2024","choices":[]}""", """{"model":"asked","choices":[]}""")]
    [InlineData("""{"choices":[], "model" : null}""", """{"choices":[], "model" : "asked"}""")]
    [InlineData("""{"choices":[]}""", """{"choices":[]}""")]
    public void The_model_is_the_one_the_client_asked_for(string chunk, string expected) =>
        Assert.Equal($"data: {expected}\n\n", Rewritten(chunk));

    [Theory]
    [InlineData("max_tokens", "length")]
    [InlineData("MAX_TOKENS", "length")]
    [InlineData("model_length", "length")]
    [InlineData("tool_use", "tool_calls")]
    [InlineData("safety", "content_filter")]
    [InlineData("SAFETY", "content_filter")]
    [InlineData("sensitive", "content_filter")]
    [InlineData("eos", "stop")]
    [InlineData("STOP", "stop")]
    [InlineData("end_turn", "stop")]
    [InlineData("never heard of", "stop")]
    [InlineData("stop", "stop")]
    [InlineData("length", "length")]
    [InlineData("tool_calls", "tool_calls")]
    [InlineData("content_filter", "content_filter")]
    [InlineData("function_call", "function_call")]
    public void Unknown_finish_reasons_become_known_ones(string reason, string expected) =>
        Assert.Equal(
            $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"{expected}\"}}]}}\n\n",
            Rewritten($"{{\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"{reason}\"}}]}}"));

    [Fact]
    public void An_empty_finish_reason_is_none()
    {
        const string chunk = """{"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":""}]}""";
        Assert.Equal("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\n\n", Rewritten(chunk));
        Assert.Equal(StreamState.Broken, StreamRun.Of($"data: {chunk}\n\n{Done}").State);
    }

    [Theory]
    [InlineData("insufficient_system_resource")]
    [InlineData("network_error")]
    [InlineData("error")]
    public void A_reason_that_means_failure_breaks_the_stream_unseen(string reason)
    {
        var run = StreamRun.Of($"{Text}data: {{\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"{reason}\"}}]}}\n\n{Done}");
        Assert.Equal((Text, StreamState.Broken, BreakReason.GaveUp), (run.Output, run.State, run.Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data: {\"choices\":[]}\n\ndata: [DONE]\n\n")]
    public void A_stream_without_any_finish_reason_is_broken_and_gets_no_end(string tail)
    {
        var run = StreamRun.Of(Text + tail);
        Assert.Equal((StreamState.Broken, BreakReason.Unfinished), (run.State, run.Reason));
        Assert.DoesNotContain("[DONE]", run.Output, StringComparison.Ordinal);
        Assert.Equal(StreamState.Broken, StreamRun.Of(tail).State);
    }

    [Fact]
    public void Every_choice_that_began_must_finish()
    {
        const string second = "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"x\"}}]}\n\n";
        const string secondStop = "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}]}\n\n";
        Assert.Equal(StreamState.Broken, StreamRun.Of(Text + second + Stop + Done).State);
        Assert.Equal(Text + second + Stop + secondStop + Done, StreamRun.Of(Text + second + Stop + secondStop + Done).Output);
    }

    [Fact]
    public void A_finished_stream_gets_one_end_whether_the_provider_sent_none_or_two()
    {
        Assert.Equal(Text + Stop + Done, StreamRun.Of(Text + Stop).Output);
        Assert.Equal(Text + Stop + Done, StreamRun.Of(Text + Stop + Done + Done + Text).Output);
        Assert.Equal(Text + Stop + Done, StreamRun.Of(Text + Stop + "data: [DONE]").Output);
        Assert.Equal(Text + Stop + Done, StreamRun.Of(Text + Stop + "data:[DONE] \r\n\r\n").Output);
    }

    [Theory]
    [InlineData("""{"id":"x","model":"asked"}""", """{"choices":[],"id":"x","model":"asked"}""")]
    [InlineData(""" {"id":"x"} """, """ {"choices":[],"id":"x"} """)]
    [InlineData("{}", """{"choices":[]}""")]
    [InlineData("""{"choices":null,"id":"x"}""", """{"choices":[],"id":"x"}""")]
    public void Missing_choices_are_put_in(string chunk, string expected) => Assert.Equal($"data: {expected}\n\n", Rewritten(chunk));

    [Theory]
    [InlineData("data:\n\n")]
    [InlineData("data: \n\n")]
    [InlineData("data:   \ndata:\n\n")]
    [InlineData(": keep-alive\n\n")]
    [InlineData("event: ping\n\n")]
    [InlineData("event: ping\ndata: {\"type\":\"ping\"}\n\n")]
    [InlineData("event: ping\ndata: not json\n\n")]
    [InlineData("id: 1\nretry: 2\n\n")]
    public void Events_that_trip_clients_are_dropped(string noise) =>
        Assert.Equal(Text + Stop + Done, StreamRun.Of(noise + Text + noise + Stop + noise + Done).Output);

    [Fact]
    public void A_chunk_under_a_name_of_its_own_is_still_a_chunk() =>
        Assert.Equal(Text + Stop + Done, StreamRun.Of($"event: completion.chunk\n{Text}event: message\n{Stop}{Done}").Output);

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"m\",\"code\":500}}\n\n", "{\"error\":{\"message\":\"m\",\"code\":500}}")]
    [InlineData("event: error\ndata: {\"message\":\"m\"}\n\n", "{\"message\":\"m\"}")]
    [InlineData("event: error\ndata: plain words\n\n", "plain words")]
    [InlineData("data: [{\"error\":{\"code\":429}}]\n\n", "[{\"error\":{\"code\":429}}]")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"finish_reason\":\"error\"}],\"error\":{\"code\":502}}\n\n", "{\"choices\":[{\"index\":0,\"finish_reason\":\"error\"}],\"error\":{\"code\":502}}")]
    public void An_error_in_the_stream_ends_it_and_is_kept(string failure, string kept)
    {
        foreach (var tail in (string[])["", Done, Stop + Done])
        {
            var run = StreamRun.Of(Text + failure + tail);
            Assert.Equal((Text, StreamState.Error, kept), (run.Output, run.State, run.Error));
        }
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"cut")]
    [InlineData("data: not json\n\n")]
    [InlineData("data: 7\n\n")]
    [InlineData("<html>\n\ndata: <p>\n\n")]
    public void Data_that_is_no_chunk_breaks_the_stream(string bad)
    {
        var run = StreamRun.Of(Text + bad);
        Assert.Equal((Text, StreamState.Broken, BreakReason.Malformed), (run.Output, run.State, run.Reason));
    }

    [Fact]
    public void Data_over_several_lines_leaves_on_one() =>
        Assert.Equal(
            "data: {\"choices\":[], \"model\":\"asked\"}\n\n" + Stop + Done,
            StreamRun.Of("data: {\"choices\":[],\r\ndata: \"model\":\"real\"}\r\n\r\n" + Stop + Done).Output);

    [Fact]
    public void Content_counts_as_seen_only_once_there_is_some()
    {
        const string role = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
        Assert.False(StreamRun.Of(role).FirstContentSeen);
        Assert.False(StreamRun.Of(role + Stop + Done).FirstContentSeen);
        Assert.True(StreamRun.Of(role + Text).FirstContentSeen);
    }

    [Fact]
    public void The_error_event_has_openais_shape() =>
        Assert.Equal(
            "data: {\"error\":{\"message\":\"The provider's answer broke off before it was complete.\",\"type\":\"server_error\",\"param\":null,\"code\":\"upstream_interrupted\"}}\n\n",
            Wire.Written(output => StreamErrorEvent.Write(UpstreamErrors.Interrupted(), output)));

    [Fact]
    public void Text_beyond_what_is_kept_is_still_measured()
    {
        var big = new string('x', 300_000);
        var chunk = $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{big}\"}}}}]}}\n\n";
        var run = StreamRun.Of(string.Concat(Enumerable.Repeat(chunk, 5)));
        Assert.Equal(1_500_000, run.ContentBytes);
        Assert.Equal(900_000, run.Content.Length);
    }

    [Fact]
    public void Figures_come_from_the_last_chunk_that_has_some() =>
        Assert.Equal(
            new TokenUsage(2, 9, 0, 0, false),
            StreamRun.Of(
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":1}}\n\n"
                + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":9}}\n\n" + Text + Stop + Done).Usage);
}
