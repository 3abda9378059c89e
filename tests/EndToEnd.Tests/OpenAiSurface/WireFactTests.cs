using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.OpenAiSurface;

/// <summary>What real clients trip over, each met by a provider that does it.</summary>
public sealed class WireFactTests(SharedGateway gateway)
{
    private static readonly string[] KnownFinishReasons = ["stop", "length", "tool_calls", "content_filter", "function_call"];

    [Theory]
    [InlineData("error_event")]
    [InlineData("error_event_abort")]
    [InlineData("cut")]
    [InlineData("end")]
    public async Task A_stream_that_fails_midway_ends_in_an_error_and_a_broken_connection(string fault)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { fault, afterEvents = 5 });

        var answer = await lane.Stream();

        Assert.Equal(200, answer.Status);
        Assert.Equal("word1 word2 word3 word4", answer.Text);
        Assert.True(answer.Broken && !answer.Done, answer.ToString());
        Assert.NotNull(answer.ErrorEvent);
    }

    [Fact]
    public async Task Embeddings_asked_for_as_base64_come_as_base64_though_the_provider_sent_numbers()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { ignoreEncodingFormat = true });

        var answer = await lane.Http.Embed(lane.Model, "one two", "base64");

        var bytes = Convert.FromBase64String(answer.Ok["data"]![0]!["embedding"]!.GetValue<string>());
        var floats = Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToSingle(bytes, i * 4));
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (2 + i) / 16f), floats);
    }

    [Fact]
    public async Task An_error_under_a_200_on_a_stream_becomes_an_error_status()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { preset = "generic.ok_with_error_body" });

        var answer = await lane.Stream();

        Assert.Equal(502, answer.Status);
        Assert.Contains("\"error\"", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eos_token")]
    [InlineData("COMPLETE")]
    [InlineData("max_tokens")]
    public async Task A_finish_reason_no_client_knows_becomes_one_they_know(string reason)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { finishReason = reason });

        Assert.Contains((await lane.Stream()).FinishReason, KnownFinishReasons);
        Assert.Contains((await lane.Chat()).Ok["choices"]![0]!["finish_reason"]!.GetValue<string>(), KnownFinishReasons);
    }

    [Fact]
    public async Task A_stream_without_a_finish_reason_is_no_success()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { omitFinish = true, omitDone = true });

        var answer = await lane.Stream();

        Assert.True(answer.Broken && !answer.Done, answer.ToString());
        Assert.NotNull(answer.ErrorEvent);
    }

    [Fact]
    public async Task A_finished_stream_without_done_gets_one()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { omitDone = true });

        var answer = await lane.Stream();

        Assert.True(answer.Done && !answer.Broken, answer.ToString());
    }

    [Theory]
    [InlineData("no_choices")]
    [InlineData("empty_choices")]
    [InlineData("empty_data")]
    [InlineData("foreign_event")]
    [InlineData("comment")]
    public async Task Every_event_is_a_chunk_with_choices_whatever_the_provider_mixes_in(string kind)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { inject = new[] { new { kind, afterEvents = 3 }, new { kind, afterEvents = 6 } } });

        var answer = await lane.Stream();

        Assert.True(answer.Done && !answer.Broken, answer.ToString());
        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", answer.Text);
        Assert.DoesNotContain("event:", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Data, data => data.Length == 0);
        Assert.All(answer.Chunks, chunk => Assert.NotNull(chunk["choices"]?.AsArray()));
    }

    [Theory]
    [InlineData("lf", 1)]
    [InlineData("crlf", 37)]
    [InlineData("no_space", 3)]
    public async Task Events_are_whole_however_they_arrive(string framing, int dribbleBytes)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { framing, dribbleBytes, usage = "every" });

        var answer = await lane.Stream();

        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", answer.Text);
        Assert.True(answer.Done);
    }

    [Fact]
    public async Task Nothing_comes_compressed_that_was_not_asked_for()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { gzip = true });

        var stream = await lane.Stream();
        var whole = await lane.Chat();

        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", stream.Text);
        Assert.StartsWith("word1 ", whole.Ok["choices"]![0]!["message"]!["content"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(stream.Header("content-encoding"));
        Assert.Null(whole.Header("content-encoding"));
    }

    [Fact]
    public async Task A_silent_provider_is_bridged_with_comments_only()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { delayHeadersMs = 1500, delayFirstEventMs = 1500 });

        var answer = await lane.Stream();

        Assert.InRange(answer.Comments, 1, 4);
        Assert.StartsWith(":", answer.Body, StringComparison.Ordinal);
        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", answer.Text);
        Assert.True(answer.Done && !answer.Broken);
    }
}
