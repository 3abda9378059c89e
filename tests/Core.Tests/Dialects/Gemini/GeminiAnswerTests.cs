using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Gemini;

namespace AiGateway.Core.Tests.Dialects.Gemini;

public sealed class GeminiAnswerTests
{
    private static readonly ChatAnswer Full = GeminiCodec.Instance.ReadAnswer(GeminiBench.Fixture("answer.json"))!;

    [Fact]
    public void Thoughts_texts_calls_and_images_are_read_in_their_order()
    {
        var parts = Assert.Single(Full.Choices).Parts;

        Assert.Equal(
            [
                new ReasoningPart("Thinking of Paris.") { Signature = new ThoughtSignature(Dialect.Gemini, "c2lnMQ==") },
                new TextPart("It is sunny."),
                new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.Gemini, "c2lnMw=="), IsRedacted = true },
                new ToolCallPart(((ToolCallPart)parts[3]).Id, "weather", """{ "city": "Paris" }""") { Signature = new ThoughtSignature(Dialect.Gemini, "c2lnMg==") },
                new ToolCallPart("fc_9", "clock", "{}"),
                new ImagePart(new MediaSource.Base64("image/png", "iVBORw0KGgo=")),
            ],
            parts);
        Assert.Equal(FinishReason.ToolCalls, Full.Choices[0].Finish);
    }

    [Fact]
    public void Its_head_and_usage_are_read()
    {
        Assert.Equal(("mAitaLmkHPPlz7IPvtfUqQ4", "gemini-2.5-flash", 1_795_176_000L), (Full.Id, Full.Model, Full.Created));
        Assert.Equal(new ChatUsage(34, 819) { Cached = 8, Reasoning = 804 }, Full.Usage);
        Assert.Equal(853, Full.Usage?.Total);
    }

    [Fact]
    public void Probabilities_are_read_as_OpenAI_writes_them_and_written_back() => AssertRound(
        """{"content":[{"token":"It","logprob":-0.1,"bytes":null,"top_logprobs":[{"token":"It","logprob":-0.1,"bytes":null},{"token":"He","logprob":-2.5,"bytes":null}]}],"refusal":null}""",
        """{"topCandidates":[{"candidates":[{"token":"It","logProbability":-0.1},{"token":"He","logProbability":-2.5}]}],"chosenCandidates":[{"token":"It","logProbability":-0.1}]}""");

    [Fact]
    public void Ids_made_up_are_the_same_at_every_reading_and_others_in_other_answers()
    {
        const string Parts = """[{"functionCall":{"name":"f","args":{}}},{"functionCall":{"name":"f","args":{}}}]""";
        var first = Ids($$"""{"responseId":"a","candidates":[{"content":{"parts":{{Parts}}},"finishReason":"STOP"}]}""");
        var other = Ids($$"""{"responseId":"b","candidates":[{"content":{"parts":{{Parts}}},"finishReason":"STOP"}]}""");

        Assert.Equal(first, Ids($$"""{"responseId":"a","candidates":[{"content":{"parts":{{Parts}}},"finishReason":"STOP"}]}"""));
        Assert.Equal(4, first.Concat(other).Distinct().Count());
        Assert.All(first, id => Assert.Matches("^[a-zA-Z0-9_-]{1,40}$", id));
    }

    [Theory]
    [InlineData("STOP", FinishReason.Stop)]
    [InlineData("MAX_TOKENS", FinishReason.Length)]
    [InlineData("CONTINUATION", FinishReason.Length)]
    [InlineData("SAFETY", FinishReason.ContentFilter)]
    [InlineData("RECITATION", FinishReason.ContentFilter)]
    [InlineData("LANGUAGE", FinishReason.ContentFilter)]
    [InlineData("BLOCKLIST", FinishReason.ContentFilter)]
    [InlineData("PROHIBITED_CONTENT", FinishReason.ContentFilter)]
    [InlineData("SPII", FinishReason.ContentFilter)]
    [InlineData("IMAGE_SAFETY", FinishReason.ContentFilter)]
    [InlineData("IMAGE_PROHIBITED_CONTENT", FinishReason.ContentFilter)]
    [InlineData("IMAGE_RECITATION", FinishReason.ContentFilter)]
    [InlineData("OTHER", FinishReason.Stop)]
    [InlineData("MALFORMED_FUNCTION_CALL", FinishReason.Stop)]
    [InlineData("UNEXPECTED_TOOL_CALL", FinishReason.Stop)]
    [InlineData("TOO_MANY_TOOL_CALLS", FinishReason.Stop)]
    [InlineData("NO_IMAGE", FinishReason.Stop)]
    [InlineData("IMAGE_OTHER", FinishReason.Stop)]
    [InlineData("SOMETHING_NEW", FinishReason.Stop)]
    public void Every_reason_is_one_of_four(string reason, FinishReason finish) => Assert.Equal(
        finish,
        GeminiBench.ReadAnswer($$"""{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"{{reason}}"}]}""")?.Choices[0].Finish);

    [Fact]
    public void An_answer_cut_short_within_a_call_is_cut_short() => Assert.Equal(
        FinishReason.Length,
        GeminiBench.ReadAnswer("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}}]},"finishReason":"MAX_TOKENS"}]}""")?.Choices[0].Finish);

    [Fact]
    public void A_prompt_that_was_refused_is_an_answer_without_words()
    {
        var answer = GeminiBench.ReadAnswer("""{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4,"totalTokenCount":4}}""");

        var choice = Assert.Single(answer!.Choices);
        Assert.Empty(choice.Parts);
        Assert.Equal(FinishReason.ContentFilter, choice.Finish);
        Assert.Equal(new ChatUsage(4, 0), answer.Usage);
    }

    [Theory]
    [InlineData("""{"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}""")]
    [InlineData("""{"usageMetadata":{"promptTokenCount":4}}""")]
    [InlineData("""{"candidates":[]}""")]
    [InlineData("""{"candidates":7}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""<html>""")]
    [InlineData("")]
    public void What_is_no_answer_is_none(string json) => Assert.Null(GeminiBench.ReadAnswer(json));

    [Fact]
    public void Members_of_other_types_are_as_good_as_absent()
    {
        var answer = GeminiBench.ReadAnswer("""
            {"candidates":[{"content":{"parts":[{"text":7},{"text":"a","thought":"yes"},{"functionCall":{"name":null}},{"functionCall":"f"},null]},"finishReason":9,"index":"x"}],
             "usageMetadata":{"promptTokenCount":"4","candidatesTokenCount":-3},"responseId":5,"createTime":"yesterday"}
            """);

        Assert.Equal([new TextPart("a")], answer!.Choices[0].Parts);
        Assert.Equal((FinishReason.Stop, null, null, new ChatUsage(0, 0)), (answer.Choices[0].Finish, answer.Id, answer.Created, answer.Usage));
    }

    [Fact]
    public void An_answer_is_written_as_Google_writes_it()
    {
        var answer = new ChatAnswer
        {
            Choices =
            [
                new ChatChoice(
                    0,
                    [
                        new ReasoningPart("hm") { Signature = new ThoughtSignature(Dialect.Gemini, "c2ln") },
                        new TextPart("a"),
                        new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.Gemini, "Mg=="), IsRedacted = true },
                        new ToolCallPart("1", "f", """{"a":1}""") { Signature = new ThoughtSignature(Dialect.Anthropic, "x") },
                        new ImagePart(new MediaSource.Base64("image/png", "AAAA")),
                    ],
                    FinishReason.ToolCalls),
                new ChatChoice(1, [], FinishReason.ContentFilter),
            ],
            Usage = new ChatUsage(34, 819) { Cached = 8, Reasoning = 804 },
        };

        Assert.Equal(
            """{"candidates":[{"content":{"parts":[{"text":"hm","thought":true,"thoughtSignature":"c2ln"},{"text":"a","thoughtSignature":"Mg=="},{"functionCall":{"id":"1","name":"f","args":{"a":1}},"thoughtSignature":"YWlndy5hbnRocm9waWMueA=="},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}],"role":"model"},"finishReason":"STOP","index":0},{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"SAFETY","index":1}],"usageMetadata":{"promptTokenCount":34,"candidatesTokenCount":15,"totalTokenCount":853,"cachedContentTokenCount":8,"thoughtsTokenCount":804},"modelVersion":"asked","createTime":"2026-11-20T12:00:00Z","responseId":"call-7"}""",
            GeminiBench.WriteAnswer(answer));
    }

    [Fact]
    public void What_was_read_and_written_is_read_the_same_again()
    {
        var again = GeminiBench.ReadAnswer(GeminiBench.WriteAnswer(Full))!;

        Assert.Equal(Full.Choices[0].Parts.Select(Compact), again.Choices[0].Parts.Select(Compact));
        Assert.Equal(Full.Choices[0].Finish, again.Choices[0].Finish);
        Assert.Equal((Full.Id, Full.Created, Full.Usage), (again.Id, again.Created, again.Usage));
    }

    [Fact]
    public void Withheld_thoughts_of_another_maker_come_back_as_they_went()
    {
        var thoughts = new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.Anthropic, "enc.rypted"), IsRedacted = true };
        var signed = new ReasoningPart("hm") { Signature = new ThoughtSignature(Dialect.OpenAiResponses, "blob") };
        var written = JsonElement.Parse(GeminiBench.WriteAnswer(new ChatAnswer { Choices = [new ChatChoice(0, [thoughts, signed, new TextPart("a")], FinishReason.Stop)] }));
        var content = written.GetProperty("candidates")[0].GetProperty("content").GetRawText();

        Assert.Equal([thoughts with { }, signed, new TextPart("a")], GeminiBench.Read($$"""{"contents":[{{content}}]}""").Messages[0].Parts);
    }

    private static void AssertRound(string read, string written)
    {
        var choice = Full.Choices[0];
        Assert.Equal(read, choice.Logprobs?.GetRawText());
        var candidate = JsonElement.Parse(GeminiBench.WriteAnswer(Full)).GetProperty("candidates")[0];
        Assert.Equal(written, candidate.GetProperty("logprobsResult").GetRawText());
    }

    private static List<string> Ids(string json) => [.. GeminiBench.ReadAnswer(json)!.Choices[0].Parts.Cast<ToolCallPart>().Select(call => call.Id)];

    private static ContentPart Compact(ContentPart part) =>
        part is ToolCallPart call ? call with { Arguments = call.Arguments.Replace(" ", "", StringComparison.Ordinal) } : part;
}
