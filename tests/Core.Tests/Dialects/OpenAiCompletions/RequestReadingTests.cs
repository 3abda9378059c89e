using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiCompletions;

namespace AiGateway.Core.Tests.Dialects.OpenAiCompletions;

public sealed class RequestReadingTests
{
    private static readonly CompletionsCodec Completions = CompletionsCodec.Instance;

    [Fact]
    public void Everything_OpenAI_documents_finds_its_place()
    {
        var request = Completions.ReadRequest(Fixture.Text("OpenAiCompletions", "request.json"));

        var turn = Assert.Single(request.Messages);
        Assert.Equal(("gpt-3.5-turbo-instruct", ChatRole.User), (request.Model, turn.Role));
        Assert.Equal([new TextPart("Once upon a time")], turn.Parts);
        Assert.Equal((64, 0.3, 0.9, 2), (request.MaxOutputTokens, request.Temperature, request.TopP, request.N));
        Assert.Equal((true, 3, 7L, 0.5, -0.5), (request.Logprobs, request.TopLogprobs, request.Seed, request.PresencePenalty, request.FrequencyPenalty));
        Assert.Equal(["END", "\n\n"], request.Stop);
        Assert.Equal(("u-1", "k-1", true, true), (request.User, request.CacheKey, request.Stream, request.StreamUsage));
        Assert.Equal([("stream_options.include_obfuscation", true)], request.Unknown.Select(field => (field.Path, field.IsHint)));
    }

    [Fact]
    public void What_is_left_out_is_as_OpenAI_documents_it()
    {
        var request = Completions.ReadRequest("""{"model":"m","prompt":"a","temperature":null,"n":1,"best_of":1,"suffix":"","logprobs":null,"stop":null}""");

        Assert.Equal(16, request.MaxOutputTokens);
        Assert.Null(request.Temperature);
        Assert.Null(request.N);
        Assert.Null(request.Echo);
        Assert.Equal((false, false, false), (request.Logprobs, request.Stream, request.StreamUsage));
        Assert.Empty(request.Stop);
        Assert.Empty(request.Unknown);
    }

    [Fact]
    public void The_probabilities_of_the_answers_own_tokens_alone_may_be_wanted()
    {
        var request = Completions.ReadRequest("""{"model":"m","prompt":"a","logprobs":0}""");

        Assert.True(request.Logprobs);
        Assert.Null(request.TopLogprobs);
    }

    [Fact]
    public void The_prompt_is_kept_for_those_who_want_it_repeated() =>
        Assert.Equal("a", Completions.ReadRequest("""{"model":"m","prompt":["a"],"echo":true}""").Echo);

    [Theory]
    [InlineData("""["a","b"]""", "unsupported_value", "it holds several prompts")]
    [InlineData("""[1,2,3]""", "unsupported_value", "it holds tokens")]
    [InlineData("""[[1],[2]]""", "unsupported_value", "it holds tokens")]
    [InlineData("""[]""", "invalid_value", "it is empty")]
    [InlineData("\"\"", "invalid_value", "it is empty")]
    [InlineData("null", "missing_required_parameter", "Missing")]
    [InlineData("{}", "invalid_type", "expected a string")]
    public void A_prompt_that_is_no_one_text_is_refused_by_name(string prompt, string code, string why)
    {
        var refusal = Assert.Throws<DialectException>(() => Completions.ReadRequest($$"""{"model":"m","prompt":{{prompt}}}"""));

        Assert.Equal(("prompt", code), (refusal.Field, refusal.Code));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"suffix\":\"end\"", "suffix")]
    [InlineData("\"best_of\":3", "best_of")]
    [InlineData("\"n\":2,\"best_of\":3", "best_of")]
    [InlineData("\"echo\":true,\"logprobs\":0", "echo")]
    [InlineData("\"logit_bias\":{\"50256\":-100}", "logit_bias")]
    [InlineData("\"min_tokens\":3", "min_tokens")]
    public void What_would_change_the_answer_is_refused_by_name_in_other_dialects(string member, string name)
    {
        var request = Completions.ReadRequest($$"""{"model":"m","prompt":"a",{{member}}}""");

        var omissions = new Omissions(Completions, "the target", strict: false);
        Assert.Equal(name, Assert.Throws<DialectException>(() => omissions.DropUnknown(request)).Field);
    }

    [Fact]
    public void What_a_target_lacks_is_named_in_the_words_of_the_caller()
    {
        var omissions = new Omissions(Completions, "Anthropic's messages", strict: false);
        Codecs.Of(Dialect.Anthropic).WriteRequest(Completions.ReadRequest("""{"model":"m","prompt":"a","logprobs":2}"""), omissions: omissions);
        var refusal = Assert.Throws<DialectException>(() => Codecs.Of(Dialect.Anthropic).WriteRequest(Completions.ReadRequest("""{"model":"m","prompt":"a","n":2}"""), omissions: omissions));

        Assert.Equal(["logprobs"], omissions.Fields);
        Assert.Equal("n", refusal.Field);
    }

    [Fact]
    public void Every_member_has_a_name() => Assert.All(Enum.GetValues<RequestField>(), field => Assert.NotEmpty(Completions.NameOf(field)));

    [Theory]
    [InlineData(Dialect.OpenAiChat)]
    [InlineData(Dialect.OpenAiResponses)]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.Gemini)]
    [InlineData(Dialect.Bedrock)]
    public void A_prompt_is_one_turn_of_the_users_in_every_other_dialect(Dialect dialect)
    {
        var codec = Codecs.Of(dialect);

        var read = codec.ReadRequest(codec.WriteRequest(Completions.ReadRequest("""{"model":"m","prompt":"a","max_tokens":20}""")));

        var turn = Assert.Single(read.Messages);
        Assert.Equal((ChatRole.User, 20), (turn.Role, read.MaxOutputTokens));
        Assert.Equal(["a"], turn.Parts.OfType<TextPart>().Select(part => part.Text));
    }
}
