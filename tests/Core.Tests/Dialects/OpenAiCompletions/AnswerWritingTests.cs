using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiCompletions;

namespace AiGateway.Core.Tests.Dialects.OpenAiCompletions;

public sealed class AnswerWritingTests
{
    private static readonly CompletionsCodec Completions = CompletionsCodec.Instance;

    private static readonly JsonElement Probabilities = JsonElement.Parse("""
        {"content":[
          {"token":" there","logprob":-0.1,"bytes":[32],"top_logprobs":[{"token":" there","logprob":-0.1},{"token":" lived","logprob":-2.5}]},
          {"token":" was","logprob":-0.20,"top_logprobs":[{"token":" is","logprob":-0.1},{"token":" is","logprob":-9}]},
          {"token":" ","logprob":-3},
          {"token":"🙂","logprob":-1e-5,"top_logprobs":[]}
        ],"refusal":null}
        """);

    [Fact]
    public void An_answer_is_written_as_OpenAI_does()
    {
        var answer = new ChatAnswer
        {
            Id = "A1",
            Model = "real",
            Created = 1_770_950_944,
            Choices =
            [
                new ChatChoice(0, [new ReasoningPart("Hm."), new TextPart(" there was "), new TextPart("🙂")], FinishReason.Stop) { Logprobs = Probabilities },
                new ChatChoice(1, [new RefusalPart(" I will not.")], FinishReason.ContentFilter),
            ],
            Usage = new ChatUsage(4, 9) { Cached = 2, Reasoning = 3 },
        };

        Assert.Equal(Fixture.Text("OpenAiCompletions", "answer.json").Trim(), Completions.WriteAnswer(answer));
    }

    [Theory]
    [InlineData(FinishReason.Stop, "stop")]
    [InlineData(FinishReason.Length, "length")]
    [InlineData(FinishReason.ToolCalls, "stop")]
    [InlineData(FinishReason.ContentFilter, "content_filter")]
    public void It_ends_with_a_word_that_clients_know(FinishReason finish, string word)
    {
        var written = JsonElement.Parse(Completions.WriteAnswer(new ChatAnswer { Choices = [new ChatChoice(0, [new TextPart("a")], finish)] }));

        Assert.Equal(word, written.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(("cmpl-made-id", 1_760_000_000), (written.GetProperty("id").GetString(), written.GetProperty("created").GetInt64()));
    }

    [Fact]
    public void A_prompt_is_repeated_before_each_answer_for_those_who_want_it()
    {
        var answer = new ChatAnswer { Choices = [new ChatChoice(0, [new TextPart("b")], FinishReason.Stop), new ChatChoice(1, [], FinishReason.Stop)] };

        var written = Completions.WriteAnswer(answer, Codec.Traits with { Request = new ChatRequest { Model = "m", Echo = "a " } });

        Assert.Equal(["a b", "a "], JsonElement.Parse(written).GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("text").GetString()));
    }
}
