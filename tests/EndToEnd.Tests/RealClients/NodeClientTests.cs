using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.RealClients;

[Collection(RealClientTests.Name)]
public sealed class NodeClientTests(SharedGateway gateway, NodeHost node)
{
    private const string AllWords = "word1 word2 word3 word4 word5 word6 word7 word8 word9 word10";

    [Fact]
    public async Task Chat_gets_its_text_usage_and_request_id()
    {
        using var lane = await gateway.Lane();

        var answer = await node.Call(gateway.Edge, lane, "chat");

        Assert.Equal(AllWords, Text(answer, "text"));
        Assert.Equal(13, answer["usage"]!["total_tokens"]!.GetValue<int>());
        Assert.StartsWith("req_", Text(answer, "requestId"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("helper")]
    public async Task A_stream_is_whole_though_the_provider_mixes_in_what_this_client_cannot_read(string how)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new
        {
            finishReason = "eos_token",
            omitDone = true,
            inject = new object[]
            {
                new { kind = "empty_data", afterEvents = 2 }, new { kind = "no_choices", afterEvents = 4 },
                new { kind = "foreign_event", afterEvents = 6 }, new { kind = "comment", afterEvents = 7 },
            },
        });

        var answer = await node.Call(gateway.Edge, lane, how);

        Assert.Equal((AllWords, "stop"), (Text(answer, "text"), Text(answer, "finish")));
    }

    [Fact]
    public async Task A_response_is_gone_on_with_read_again_and_deleted()
    {
        using var lane = await gateway.Lane();

        var answer = await node.Call(gateway.Edge, lane, "response");

        Assert.Equal((AllWords, AllWords, AllWords), (Text(answer, "text"), Text(answer, "next"), Text(answer, "again")));
        Assert.Equal(lane.Model, Text(answer, "model"));
        Assert.Equal(13, answer["usage"]!["total_tokens"]!.GetValue<int>());
        Assert.Equal("message", answer["items"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task A_conversation_is_made_short_and_gone_on_with()
    {
        using var lane = await gateway.Lane();

        var answer = await node.Call(gateway.Edge, lane, "compact");

        Assert.Equal(("response.compaction", AllWords), (Text(answer, "object"), Text(answer, "text")));
        Assert.Equal(["message", "compaction"], answer["types"]!.AsArray().Select(type => type!.GetValue<string>()));
        Assert.Equal(11, answer["usage"]!["total_tokens"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("responseStream")]
    [InlineData("responseHelper")]
    public async Task A_streamed_response_is_whole(string how)
    {
        using var lane = await gateway.Lane();

        var answer = await node.Call(gateway.Edge, lane, how);

        Assert.Equal((AllWords, true, false), (Text(answer, "text"), answer["ended"]!.GetValue<bool>(), answer["error"]!.GetValue<bool>()));
    }

    [Theory]
    [InlineData("responseStream", "cut")]
    [InlineData("responseHelper", "cut")]
    [InlineData("responseStream", "end")]
    [InlineData("responseHelper", "error_event")]
    public async Task A_streamed_response_that_breaks_off_is_an_error_and_never_a_success(string how, string fault)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { fault, afterEvents = 7 });

        var answer = await node.Call(gateway.Edge, lane, how);

        Assert.Equal("APIError", Text(answer, "error"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Embeddings_are_not_empty_though_the_provider_ignores_base64(bool ignores)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { ignoreEncodingFormat = ignores });

        var answer = await node.Call(gateway.Edge, lane, "embeddings");

        Assert.Equal(Enumerable.Range(0, 8).Select(i => (2 + i) / 16.0), answer["vector"]!.AsArray().Select(v => v!.GetValue<double>()));
    }

    [Fact]
    public async Task Models_are_listed()
    {
        using var lane = await gateway.Lane();

        Assert.Equal([lane.Model], (await node.Call(gateway.Edge, lane, "models"))["ids"]!.AsArray().Select(id => id!.GetValue<string>()));
    }

    [Fact]
    public async Task Failures_are_the_clients_own_classes_of_error()
    {
        using var limited = await gateway.Lane(new LaneOptions { Limits = new { requestsPerMinute = 1 } });
        _ = await node.Call(gateway.Edge, limited, "chat");
        var refused = await node.Call(gateway.Edge, limited, "chat");
        using var bad = await gateway.Lane();
        await bad.Answers(new { preset = "openai.context_length" });
        var tooLong = await node.Call(gateway.Edge, bad, "chat");
        using var broken = await gateway.Lane();
        await broken.Answers(new { status = 500 });
        var failed = await node.Call(gateway.Edge, broken, "stream");

        Assert.Equal(("RateLimitError", "rate_limit_exceeded"), (Text(refused, "error"), Text(refused, "code")));
        Assert.Equal(("BadRequestError", "context_length_exceeded"), (Text(tooLong, "error"), Text(tooLong, "code")));
        Assert.Equal(("InternalServerError", "upstream_error"), (Text(failed, "error"), Text(failed, "code")));
    }

    [Theory]
    [InlineData("stream", "cut")]
    [InlineData("helper", "cut")]
    [InlineData("stream", "error_event")]
    [InlineData("helper", "end")]
    public async Task A_stream_that_breaks_off_is_an_error(string how, string fault)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { fault, afterEvents = 5 });

        var answer = await node.Call(gateway.Edge, lane, how);

        Assert.True(answer["text"] is null && answer["error"] is not null, answer.ToJsonString());
        Assert.True(answer["isApiError"]!.GetValue<bool>(), answer.ToJsonString());
    }

    private static string? Text(JsonNode answer, string member) => answer[member]?.GetValue<string>() ?? $"missing in {answer.ToJsonString()}";
}
