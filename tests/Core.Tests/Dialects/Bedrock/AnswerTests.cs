using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

public sealed class AnswerTests
{
    [Fact]
    public void An_answer_with_thoughts_and_parallel_calls_is_read()
    {
        var answer = Converse.Answer(Converse.Fixture("answer.json"))!;
        var choice = Assert.Single(answer.Choices);
        Assert.Equal(FinishReason.ToolCalls, choice.Finish);
        Assert.Equal(
            [
                new ReasoningPart("Two calls are needed.") { Signature = new(Dialect.Bedrock, "RXFRQkNrZ0lC") },
                new ReasoningPart("") { Signature = new(Dialect.Bedrock, "aGlkZGVu"), IsRedacted = true },
                new TextPart("I will look."),
                new ToolCallPart("tooluse_kZJMlvQmRJ6eAyJE5GIl7Q", "weather", """{ "city": "Zürich", "days": 2 }"""),
                new ToolCallPart("tooluse_9pVjmfq3QbWhdKyYvXdXwg", "clock", "{}"),
            ],
            choice.Parts);
        Assert.Equal("flex", answer.ServiceTier);
    }

    [Fact]
    public void Input_counts_what_the_cache_gave_and_took() =>
        Assert.Equal(new ChatUsage(2_030, 117) { Cached = 1_500, CacheWritten = 500 }, Converse.Answer(Converse.Fixture("answer.json"))!.Usage);

    [Fact]
    public void What_was_written_is_read_back()
    {
        var read = Converse.Answer(Converse.Fixture("answer.json"))!;
        var again = Converse.Answer(Converse.Written(read))!;
        Assert.Equal(read.Usage, again.Usage);
        Assert.Equal(read.Choices[0].Finish, again.Choices[0].Finish);
        Assert.Equal(
            read.Choices[0].Parts.Select(part => part is ToolCallPart call ? call with { Arguments = "" } : part),
            again.Choices[0].Parts.Select(part => part is ToolCallPart call ? call with { Arguments = "" } : part));
    }

    [Fact]
    public void An_answer_is_written_as_bedrock_does()
    {
        var answer = new ChatAnswer
        {
            Choices = [new(0, [
                new ReasoningPart("a") { Signature = new(Dialect.Anthropic, "s") }, new ReasoningPart("") { Signature = new(Dialect.Anthropic, "r"), IsRedacted = true },
                new RefusalPart("no"), new ImagePart(new MediaSource.Base64("image/png", "AA==")), new ToolCallPart("x", "f", "")], FinishReason.Stop) { StopSequence = "END" }],
            Usage = new(10, 2) { Cached = 3, CacheWritten = 1 },
        };
        Assert.Equal(
            """{"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"a"}}},{"text":"no"},"""
            + """{"image":{"format":"png","source":{"bytes":"AA=="}}},{"toolUse":{"toolUseId":"x","name":"f","input":{}}}]}}"""
            + ""","stopReason":"stop_sequence","usage":{"inputTokens":6,"outputTokens":2,"totalTokens":12,"cacheReadInputTokens":3,"cacheWriteInputTokens":1}"""
            + ""","metrics":{"latencyMs":0},"additionalModelResponseFields":{"stop_sequence":"END"}}""",
            Converse.Written(answer));
    }

    [Theory]
    [InlineData("end_turn", FinishReason.Stop)]
    [InlineData("stop_sequence", FinishReason.Stop)]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("model_context_window_exceeded", FinishReason.Length)]
    [InlineData("tool_use", FinishReason.ToolCalls)]
    [InlineData("guardrail_intervened", FinishReason.ContentFilter)]
    [InlineData("content_filtered", FinishReason.ContentFilter)]
    [InlineData("malformed_model_output", FinishReason.Stop)]
    [InlineData("malformed_tool_use", FinishReason.Stop)]
    [InlineData("of tomorrow", FinishReason.Stop)]
    public void Each_reason_to_stop_is_one_of_four(string reason, FinishReason finish) => Assert.Equal(
        finish, Converse.Answer($$$"""{"output":{"message":{"content":[{"text":"x"}]}},"stopReason":"{{{reason}}}"}""")!.Choices[0].Finish);

    [Theory]
    [InlineData(FinishReason.Stop, "end_turn")]
    [InlineData(FinishReason.Length, "max_tokens")]
    [InlineData(FinishReason.ToolCalls, "tool_use")]
    [InlineData(FinishReason.ContentFilter, "content_filtered")]
    public void Each_of_the_four_is_written(FinishReason finish, string reason) => Assert.Contains(
        $"\"stopReason\":\"{reason}\"", Converse.Written(new ChatAnswer { Choices = [new(0, [], finish)] }), StringComparison.Ordinal);

    [Fact]
    public void A_turn_that_is_over_with_a_call_waits_for_its_result() => Assert.Equal(FinishReason.ToolCalls, Converse.Answer(
        """{"output":{"message":{"content":[{"toolUse":{"toolUseId":"","name":"f"}}]}},"stopReason":"end_turn"}""")!.Choices[0].Finish);

    [Fact]
    public void Sources_images_and_the_met_sequence_are_read_and_what_bedrock_called_itself_is_not()
    {
        var choice = Converse.Answer("""
            {"output":{"message":{"content":[{"citationsContent":{"content":[{"text":"a"},{"text":"b"}],"citations":[{"title":"t"}]}},
                {"image":{"format":"jpeg","source":{"bytes":"AA=="}}},{"toolUse":{"toolUseId":"s","name":"g","input":{},"type":"server_tool_use"}},
                {"toolResult":{"toolUseId":"s","content":[]}},{"unheard":{"of":1}},7]}},
                "stopReason":"stop_sequence","additionalModelResponseFields":{"stop_sequence":"END"}}
            """)!.Choices[0];
        Assert.Equal(("END", FinishReason.Stop, 2), (choice.StopSequence, choice.Finish, choice.Parts.Count));
        Assert.Equal(("ab", """[{"title":"t"}]"""), (((TextPart)choice.Parts[0]).Text, ((TextPart)choice.Parts[0]).Annotations?.GetRawText()));
        Assert.Equal(new ImagePart(new MediaSource.Base64("image/jpeg", "AA==")), choice.Parts[1]);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_what_cannot_be_shown() => Assert.Equal(
        [new TextPart("a\ufffd"), new ToolCallPart("a", "f", """{"b":"\ufffd"}""")],
        Converse.Answer("""
            {"output":{"message":{"content":[{"text":"a\ud83d"},{"toolUse":{"toolUseId":"a","name":"f","input":{"b":"\ud83d"}}}]}}}
            """)!.Choices[0].Parts);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"message":"Too many requests"}""")]
    [InlineData("""{"output":{"message":{"content":"text"}}}""")]
    public void What_is_no_answer_is_none(string json) => Assert.Null(Converse.Answer(json));
}
