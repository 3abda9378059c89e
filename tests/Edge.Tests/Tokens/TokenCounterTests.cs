using System.Text;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Tests.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;
using AiGateway.Edge.Upstream.Tokens;

namespace AiGateway.Edge.Tests.Tokens;

public sealed class TokenCounterTests
{
    private static readonly TokenCounter Counter = new();

    private static long Prompt(string body, Operation operation = Operation.ChatCompletions) =>
        PromptTokens.Count(Wire.Bytes(body), Wire.Scan(body, operation), Counter);

    [Fact]
    public void The_vocabulary_is_loaded_by_the_first_count_and_not_by_an_estimate()
    {
        var counter = new TokenCounter();
        PromptTokens.Estimate(Wire.Scan("""{"model":"m","messages":[{"role":"user","content":"Hello"}]}"""));
        Assert.False(counter.IsLoaded);
        counter.CountText("Hello");
        Assert.True(counter.IsLoaded);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("Hello, world!", 4)]
    [InlineData("The quick brown fox jumps over the lazy dog.", 10)]
    public void Text_is_counted_exactly_and_settled_two_percent_above(string text, long tokens)
    {
        Assert.Equal(tokens, Counter.Count(text));
        var settled = (long)Math.Ceiling(tokens * 1.02);
        Assert.Equal((settled, settled), (Counter.CountText(text), Counter.CountText(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Cutting_long_text_into_pieces_costs_next_to_nothing()
    {
        var words = string.Join(' ', Enumerable.Repeat("The quick brown fox jumps over the lazy dog.", 500));
        Assert.Equal(5_000, Counter.Count(words));
    }

    [Fact]
    public void A_long_run_without_spaces_takes_linear_time()
    {
        // In one piece this takes the tokenizer a quarter of a minute.
        var text = string.Concat(Enumerable.Repeat("的一是在不了有和人这", 10_000));
        Assert.InRange(Counter.Count(text), 69_000, 71_000);
    }

    [Fact]
    public void Text_of_more_than_a_mebibyte_goes_by_its_length() =>
        Assert.Equal((1024 * 1024 / 4) + 1, Counter.CountText(new byte[(1024 * 1024) + 1]));

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"Hello, world!"}]}""", 3 + 3 + 1 + 4)]
    [InlineData("""{"model":"m","messages":[{"role":"system","content":"Hello"},{"role":"user","content":"Hello"}]}""", 3 + (2 * (3 + 1 + 1)))]
    [InlineData("""{"model":"m","messages":[{"role":"user","name":"user","content":"Hello"}]}""", 3 + 3 + 1 + 1 + (1 + 1))]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]}]}""", 3 + 3 + 1 + 1)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"high"}}]}]}""", 3 + 3 + 1 + 765)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"Hello"}],"tools":[{"type":"function","function":{"name":"user"}}]}""", 3 + 3 + 1 + 1 + 12 + 2)]
    public void A_chat_prompt_follows_the_measured_formula(string body, long expected) => Assert.Equal(expected, Prompt(body));

    [Theory]
    [InlineData("\"Hello, world!\"", 4)]
    [InlineData("[\"Hello\",\"Hello\"]", 2)]
    [InlineData("[1,2,3]", 3)]
    public void Other_prompts_are_their_text_or_their_ids(string input, long expected)
    {
        Assert.Equal(expected, Prompt($"{{\"model\":\"m\",\"input\":{input}}}", Operation.Embeddings));
        Assert.Equal(expected, Prompt($"{{\"model\":\"m\",\"prompt\":{input}}}", Operation.Completions));
    }

    [Theory]
    [InlineData("Hello, world! This is a rather ordinary sentence.")]
    [InlineData("你好,世界。这是一个普通的句子。")]
    public void An_estimate_of_prose_is_not_below_the_count(string text)
    {
        var body = $"{{\"model\":\"m\",\"messages\":[{{\"role\":\"user\",\"content\":\"{text}\"}}]}}";
        Assert.True(PromptTokens.Estimate(Wire.Scan(body)) >= Prompt(body));
    }

    [Fact]
    public void An_estimate_adds_up_its_parts() =>
        Assert.Equal(
            3 + (3 * 2) + 765 + 12 + 3,
            PromptTokens.Estimate(Wire.Scan("""{"model":"m","messages":[{"a":"1234567"},{"url":"http"}],"tools":["8"]}""")));

    [Fact]
    public void A_prompt_of_more_than_a_mebibyte_goes_by_its_length()
    {
        var body = $"{{\"model\":\"m\",\"input\":\"{new string('x', 2_000_000)}\"}}";
        Assert.Equal(500_000, Prompt(body, Operation.Embeddings));
    }

    [Fact]
    public void The_text_of_an_answer_is_counted_unescaped()
    {
        using var log = new ContentLog();
        var piece = Wire.Bytes("Hello,\\u0020world!");
        log.Add(piece, [new ByteRange(0, 3), new ByteRange(3, piece.Length - 3)], 13);
        Assert.Equal(5, Counter.CountAnswer(log));
    }

    [Fact]
    public void An_answer_with_half_a_character_is_still_counted()
    {
        using var log = new ContentLog();
        log.Add("12345678\\ud83d"u8, [new ByteRange(0, 14)], 10);
        Assert.Equal(5, Counter.CountAnswer(log));
    }

    [Fact]
    public void An_answer_too_long_to_keep_goes_by_its_length()
    {
        using var log = new ContentLog();
        var piece = new byte[ContentLog.Capacity + 1];
        log.Add(piece, [new ByteRange(0, piece.Length)], piece.Length);
        Assert.False(log.IsWhole);
        Assert.Equal((piece.Length + 3) / 4, Counter.CountAnswer(log));
    }

    [Fact]
    public void No_text_is_no_tokens()
    {
        using var log = new ContentLog();
        Assert.Equal(0, Counter.CountAnswer(log));
    }
}
