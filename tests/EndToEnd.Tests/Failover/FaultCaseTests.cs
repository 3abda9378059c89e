using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Failover;

/// <summary>
/// The faults a failover gateway is judged by, each at a provider with one key before a fallback that is well: the caller gets
/// the whole answer wherever somebody can give it, a typed error otherwise, and never a part of an answer as a success.
/// </summary>
public sealed class FaultCaseTests(SharedGateway gateway)
{
    private const string AllWords = "word1 word2 word3 word4 word5 word6 word7 word8 word9 word10";

    /// <summary>Long enough for a healthy provider on a busy machine: they hold for the fallback as well.</summary>
    private static readonly object Short = new { firstByteMs = 2_000, firstTokenMs = 2_500, betweenTokensMs = 2_000 };

    /// <summary>Faults that show before any content, and what stands in the fake provider's answer for each.</summary>
    public static TheoryData<string, object> BeforeContent => new()
    {
        { "429 with retry-after", new { status = 429, headers = new Dictionary<string, string> { ["retry-after"] = "30" }, body = Error("rate_limit_exceeded") } },
        { "429 without retry-after", new { status = 429, body = Error("rate_limit_exceeded") } },
        { "500 once", new { status = 500, body = Error("server_error") } },
        { "503 for ever", new { status = 503, body = Error("service_unavailable") } },
        { "reset before headers", new { fault = "reset" } },
        { "no answer", new { fault = "silence" } },
        { "slow first token", new { delayFirstEventMs = 20_000 } },
        { "stream cut before content", new { fault = "cut", afterEvents = 1 } },
        { "stream stalled before content", new { fault = "stall", afterEvents = 1 } },
        { "malformed event before content", new { inject = new[] { new { kind = "malformed", afterEvents = 0 } } } },
        { "no terminator before content", new { events = 0, omitFinish = true, omitDone = true } },
    };

    [Theory]
    [MemberData(nameof(BeforeContent))]
    public async Task Whatever_fails_before_the_first_word_the_fallback_gives_the_whole_answer(string fault, object answer)
    {
        using var fallback = await gateway.Lane();
        using var lane = await gateway.Lane(new LaneOptions { Fallback = [fallback], Timeouts = Short });
        await lane.Answers(answer, times: fault == "500 once" ? 1 : null);

        var stream = await lane.Stream();

        Assert.Equal((200, AllWords, true), (stream.Status, stream.Text, stream.Done && !stream.Broken));
        Assert.Null(stream.ErrorEvent);
        Assert.Single(await lane.Calls());
        Assert.Single(await fallback.Calls());
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("stall")]
    [InlineData("end")]
    [InlineData("error_event")]
    [InlineData("error_event_abort")]
    public async Task A_stream_that_fails_after_words_were_sent_ends_in_an_error_and_never_as_a_success(string fault)
    {
        using var fallback = await gateway.Lane();
        using var lane = await gateway.Lane(new LaneOptions { Fallback = [fallback], Timeouts = Short });
        await lane.Answers(new { fault, afterEvents = 5 });

        var stream = await lane.Stream();

        Assert.StartsWith("word1", stream.Text, StringComparison.Ordinal);
        Assert.NotNull(stream.ErrorEvent);
        Assert.True(stream.Broken && !stream.Done, stream.ToString());
        Assert.Empty(await fallback.Calls());
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("stall")]
    [InlineData("end")]
    [InlineData("error_event")]
    public async Task A_stream_that_fails_after_words_were_sent_is_gone_on_with_where_the_fallback_can(string fault)
    {
        using var fallback = await gateway.Lane();
        using var lane = await gateway.Lane(new LaneOptions { Fallback = [fallback], FallbackContinues = "prefix", Timeouts = Short });
        await lane.Answers(new { fault, afterEvents = 5 });
        await fallback.Answers(new { text = "-and the rest" });

        var stream = await lane.Stream();

        Assert.Equal((200, "word1 word2 word3 word4-and the rest", true), (stream.Status, stream.Text, stream.Done && !stream.Broken));
        var asked = Assert.Single(await fallback.Calls()).Json["messages"]!.AsArray()[^1]!;
        Assert.Equal(("assistant", "word1 word2 word3 word4", true), (asked["role"]!.GetValue<string>(), asked["content"]!.GetValue<string>(), asked["prefix"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_stream_without_its_terminator_is_whole_when_the_model_said_that_it_had_finished()
    {
        using var lane = await gateway.Lane(new LaneOptions { Timeouts = Short });
        await lane.Answers(new { omitDone = true });

        var stream = await lane.Stream();

        Assert.Equal((AllWords, true), (stream.Text, stream.Done && !stream.Broken));
    }

    [Theory]
    [InlineData("openai.context_length", "context_length_exceeded")]
    [InlineData("openai.content_policy", "content_policy_violation")]
    public async Task What_is_wrong_with_the_request_is_told_with_its_type_and_no_fallback_is_asked(string preset, string code)
    {
        using var fallback = await gateway.Lane();
        using var lane = await gateway.Lane(new LaneOptions { Fallback = [fallback] });
        await lane.Answers(new { preset });

        var answer = await lane.Chat();

        Assert.Equal((400, code), (answer.Status, answer.Error["code"]!.GetValue<string>()));
        Assert.Empty(await fallback.Calls());
        Assert.Equal("Active", await lane.Admin.KeyState(lane.KeyId(1)));
    }

    [Fact]
    public async Task A_fallback_that_rejects_the_request_is_passed_over_for_the_next()
    {
        using var third = await gateway.Lane();
        using var second = await gateway.Lane();
        using var first = await gateway.Lane(new LaneOptions { Fallback = [second, third] });
        await first.Answers(new { status = 503, body = Error("server_is_overloaded") });
        await second.Answers(new { status = 400, body = Error("invalid_request_error", "This model does not support assistant message prefill.") });

        var answer = await first.Chat();

        Assert.Equal((200, $"{third.Id}/fake-chat"), (answer.Status, answer.Header("x-aigateway-target")));
        Assert.Equal("Active", await first.Admin.KeyState(second.KeyId(1)));
    }

    [Fact]
    public async Task A_provider_that_flaps_costs_no_caller_its_answer()
    {
        using var fallback = await gateway.Lane();
        using var lane = await gateway.Lane(new LaneOptions { Fallback = [fallback], Timeouts = Short });
        for (var round = 0; round < 10; round++)
        {
            await lane.Answers(new { status = 500, body = Error("server_error") }, times: 1);
            for (var call = 0; call < 3; call++)
            {
                var answer = await lane.Chat();
                Assert.Equal(AllWords, answer.Ok["choices"]![0]!["message"]!["content"]!.GetValue<string>());
            }
        }

        Assert.True((await lane.Calls()).Count >= 20, "It was given up although most of its answers were good.");
    }

    [Fact]
    public async Task A_call_is_accounted_once_and_to_who_answered_it()
    {
        using var fallback = await gateway.Lane();
        using var lane = await gateway.Lane(new LaneOptions { Fallback = [fallback], Timeouts = Short });
        await lane.Answers(new { fault = "cut", afterEvents = 1 });

        var stream = await lane.Stream();

        Assert.Equal(AllWords, stream.Text);
        var record = Assert.Single(await Eventually.Get(
            async () => (await lane.Admin.Get($"/admin/v1/usage/calls?consumer={lane.Id}")).Ok["data"]!.AsArray(), found => found.Count > 0))!;
        Assert.Equal((fallback.Id, 2, 10, "Ok"), (
            record["provider"]!.GetValue<string>(), record["attempts"]!.GetValue<int>(), record["tokens"]!["completion"]!.GetValue<int>(),
            record["outcome"]!.GetValue<string>()));
    }

    private static object Error(string code, string message = "It did not work out.") => new { error = new { message, type = code, param = (string?)null, code } };
}
