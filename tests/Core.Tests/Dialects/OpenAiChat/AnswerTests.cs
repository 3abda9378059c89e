using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiChat;

namespace AiGateway.Core.Tests.Dialects.OpenAiChat;

public sealed class AnswerTests
{
    private static readonly OpenAiChatCodec Chat = OpenAiChatCodec.Instance;

    [Fact]
    public void Calls_of_tools_and_usage_are_read()
    {
        var answer = Read("answer-tools.json");

        Assert.Equal(("chatcmpl-B1", "gpt-4o-2024-08-06", 1770950944L, "default"), (answer.Id, answer.Model, answer.Created!.Value, answer.ServiceTier));
        var choice = Assert.Single(answer.Choices);
        Assert.Equal([new ToolCallPart("call_a", "weather", """{"city":"Oslo"}"""), new ToolCallPart("call_b", "time", "{}")], choice.Parts);
        Assert.Equal(FinishReason.ToolCalls, choice.Finish);
        Assert.Equal(new ChatUsage(126, 40) { Cached = 100, Reasoning = 12 }, answer.Usage);
    }

    [Fact]
    public void Text_sources_refusals_and_log_probabilities_are_read()
    {
        var choices = Read("answer-text.json").Choices;

        var text = Assert.IsType<TextPart>(Assert.Single(choices[0].Parts));
        Assert.Equal("Hello \"you\" 🙂", text.Text);
        Assert.Equal(1, text.Annotations!.Value.GetArrayLength());
        Assert.Equal(1, choices[0].Logprobs!.Value.GetProperty("content").GetArrayLength());
        Assert.Equal((1, FinishReason.ContentFilter), (choices[1].Index, choices[1].Finish));
        Assert.Equal([new RefusalPart("I can't help with that.")], choices[1].Parts);
    }

    [Fact]
    public void Thoughts_are_read_once_with_their_proofs()
    {
        var answer = Read("answer-reasoning.json");

        Assert.Equal(
            [
                new ReasoningPart("The city is Oslo.") { Signature = new ThoughtSignature(Dialect.Anthropic, "c2ln") },
                new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.Anthropic, "ZW5j"), IsRedacted = true },
                new TextPart("Let me see."),
                new ToolCallPart("toolu_1", "weather", """{"city": "Oslo"}""") { Signature = new ThoughtSignature(Dialect.Gemini, "dGhvdWdodA==") },
            ],
            answer.Choices[0].Parts);
        Assert.Equal(new ChatUsage(50, 60) { Cached = 10, CacheWritten = 5, Reasoning = 20 }, answer.Usage);
    }

    [Fact]
    public void Mistrals_parts_are_thoughts_and_text()
    {
        var choice = Read("answer-magistral.json").Choices[0];

        Assert.Equal([new ReasoningPart("Hm. Yes."), new TextPart("It is so.")], choice.Parts);
        Assert.Equal(FinishReason.Length, choice.Finish);
    }

    [Fact]
    public void Images_and_sounds_the_model_made_are_read()
    {
        var answer = Read("answer-media.json");

        Assert.Equal(
            [
                new TextPart("Hello."), new ImagePart(new MediaSource.Base64("image/png", "iVBORw0KGgo=")),
                new AudioPart(new MediaSource.Base64("audio/wav", "UklGRg==")),
            ],
            answer.Choices[0].Parts);
        Assert.Equal(new ChatUsage(5, 1000), answer.Usage);
    }

    [Theory]
    [InlineData("answer-tools.json")]
    [InlineData("answer-text.json")]
    [InlineData("answer-reasoning.json")]
    [InlineData("answer-magistral.json")]
    [InlineData("answer-media.json")]
    public void What_is_written_reads_as_what_was_read(string fixture)
    {
        var answer = Read(fixture);

        var again = Chat.ReadAnswer(Chat.WriteAnswer(answer))!;

        Assert.Equal((answer.Id, "asked-model", answer.Created, answer.Usage), (again.Id, again.Model, again.Created, again.Usage));
        Assert.Equal(answer.Choices.Count, again.Choices.Count);
        for (var i = 0; i < answer.Choices.Count; i++)
        {
            Assert.Equal((answer.Choices[i].Index, answer.Choices[i].Finish), (again.Choices[i].Index, again.Choices[i].Finish));
            Assert.Equal(answer.Choices[i].Parts.Select(WithoutAnnotations), again.Choices[i].Parts.Select(WithoutAnnotations));
            Assert.Equal(answer.Choices[i].Logprobs?.GetRawText(), again.Choices[i].Logprobs?.GetRawText());
        }
    }

    [Fact]
    public void An_answer_has_every_member_clients_look_for()
    {
        var answer = new ChatAnswer { Choices = [new ChatChoice(0, [new TextPart("a"), new TextPart("b")], FinishReason.Stop)], Usage = new ChatUsage(3, 2) { Cached = 1 } };

        Assert.Equal(
            """
            {"id":"made-id","object":"chat.completion","created":1760000000,"model":"asked-model","choices":[{"index":0,"message":{"role":"assistant","content":"ab","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":0}}}
            """,
            Chat.WriteAnswer(answer));
    }

    [Fact]
    public void Callers_who_know_functions_only_are_answered_with_one()
    {
        var answer = new ChatAnswer { Choices = [new ChatChoice(0, [new ToolCallPart("c", "f", "{}")], FinishReason.ToolCalls)] };

        var choice = JsonElement.Parse(Chat.WriteAnswer(answer, Codec.Traits with { Request = new ChatRequest { Model = "m", LegacyFunctions = true } })).GetProperty("choices")[0];

        Assert.Equal("function_call", choice.GetProperty("finish_reason").GetString());
        Assert.Equal("""{"name":"f","arguments":"{}"}""", choice.GetProperty("message").GetProperty("function_call").GetRawText());
        Assert.False(choice.GetProperty("message").TryGetProperty("tool_calls", out _));
    }

    [Fact]
    public void Sources_in_another_dialects_form_are_not_written()
    {
        var text = new TextPart("a") { Annotations = JsonElement.Parse("""[{"type":"web_search_result_location","url":"x"}]""") };

        Assert.DoesNotContain("annotations", Chat.WriteAnswer(new ChatAnswer { Choices = [new ChatChoice(0, [text], FinishReason.Stop)] }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop", false, FinishReason.Stop)]
    [InlineData("stop", true, FinishReason.ToolCalls)]
    [InlineData("eos", false, FinishReason.Stop)]
    [InlineData(null, false, FinishReason.Stop)]
    [InlineData("length", true, FinishReason.Length)]
    [InlineData("max_tokens", false, FinishReason.Length)]
    [InlineData("tool_calls", true, FinishReason.ToolCalls)]
    [InlineData("tool_calls", false, FinishReason.Stop)]
    [InlineData("function_call", true, FinishReason.ToolCalls)]
    [InlineData("content_filter", true, FinishReason.ContentFilter)]
    [InlineData("SAFETY", false, FinishReason.ContentFilter)]
    [InlineData("sensitive", false, FinishReason.ContentFilter)]
    public void Every_word_for_the_end_comes_to_one_of_four(string? word, bool called, FinishReason reason) => Assert.Equal(reason, FinishReasons.Read(word, called));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("""{"error":{"message":"no"}}""")]
    [InlineData("""{"error":"no","choices":[{"message":{"content":"a"}}]}""")]
    [InlineData("""{"object":"error","message":"no"}""")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":null,"base_resp":{"status_code":1004,"status_msg":"no"}}""")]
    [InlineData("""{"choices":[{"index":0}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"content":"half"},"finish_reason":"insufficient_system_resource"}]}""")]
    public void What_is_no_answer_is_none(string body) => Assert.Null(Chat.ReadAnswer(body));

    [Theory]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":25}""", 10, 15, 0, 0)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"prompt_cache_hit_tokens":8}""", 10, 5, 8, 0)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"cached_tokens":8}""", 10, 5, 8, 0)]
    [InlineData("""{"total_tokens":12}""", 12, 0, 0, 0)]
    [InlineData("""{"input_tokens":10,"output_tokens":5,"input_tokens_details":{"cached_tokens":3},"output_tokens_details":{"reasoning_tokens":2}}""", 10, 5, 3, 2)]
    [InlineData("""{"prompt_tokens":10.0,"completion_tokens":1e400,"prompt_tokens_details":{"cached_tokens":99}}""", 10, 1_000_000_000_000, 10, 0)]
    [InlineData("""{"prompt_tokens":-5,"completion_tokens":"7","total_tokens":null}""", 0, 0, 0, 0)]
    public void Usage_is_read_in_every_spelling(string usage, long prompt, long completion, long cached, long reasoning) =>
        Assert.Equal(new ChatUsage(prompt, completion) { Cached = cached, Reasoning = reasoning }, UsageJson.Read(JsonElement.Parse(usage)));

    [Fact]
    public void Calls_without_ids_get_their_own()
    {
        var parts = Chat.ReadAnswer(
            """{"id":"chatcmpl-xyz","choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":{"a":1}}},{"id":"","function":{"name":"f","arguments":null}}]}}]}""")!
            .Choices[0].Parts;

        Assert.Equal([new ToolCallPart("call_chatcmplxyz_0_0", "f", """{"a":1}"""), new ToolCallPart("call_chatcmplxyz_0_1", "f", "{}")], parts);
    }

    private static ChatAnswer Read(string fixture) => Chat.ReadAnswer(Fixture.Text("OpenAiChat", fixture))!;

    private static ContentPart WithoutAnnotations(ContentPart part) => part is TextPart text ? text with { Annotations = null } : part;
}
