using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class ChatTests : ProviderTest
{
    [Fact]
    public async Task A_whole_answer_has_the_shape_and_the_counts_the_readme_promises()
    {
        var answer = await AnswerAsync(Chat());

        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        Assert.Equal("fake-chat", answer.GetProperty("model").GetString());
        var choice = answer.GetProperty("choices")[0];
        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        var usage = answer.GetProperty("usage");
        Assert.Equal(3, usage.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(10, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(13, usage.GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task A_stream_has_a_role_chunk_the_words_a_finish_and_done()
    {
        var events = await EventsAsync(Chat(stream: true));

        Assert.Equal(13, events.Length);
        Assert.Equal("[DONE]", events[^1]);
        var chunks = ChunksOf(events);
        Assert.Equal("assistant", Delta(chunks[0]).GetProperty("role").GetString());
        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", string.Concat(chunks[1..11].Select(chunk => Delta(chunk).GetProperty("content").GetString())));
        Assert.Equal("stop", chunks[11].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
        Assert.DoesNotContain(chunks, chunk => chunk.TryGetProperty("usage", out _));
    }

    [Fact]
    public async Task Usage_that_was_asked_for_comes_in_a_chunk_of_its_own_and_is_null_before()
    {
        var chunks = ChunksOf(await EventsAsync(ChatWithUsage()));

        Assert.All(chunks[..^1], chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("usage").ValueKind));
        Assert.Empty(chunks[^1].GetProperty("choices").EnumerateArray());
        Assert.Equal(13, chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Theory]
    [InlineData("own", 13, 1)]
    [InlineData("finish", 12, 1)]
    [InlineData("every", 12, 12)]
    [InlineData("absent", 12, 0)]
    public async Task Usage_can_be_elsewhere(string usage, int chunkCount, int withUsage)
    {
        await MisbehaveAsync(new { usage });

        var chunks = ChunksOf(await EventsAsync(ChatWithUsage()));

        Assert.Equal(chunkCount, chunks.Length);
        Assert.Equal(withUsage, chunks.Count(chunk => chunk.TryGetProperty("usage", out var figures) && figures.ValueKind == JsonValueKind.Object));
    }

    [Fact]
    public async Task Cached_and_reasoning_tokens_are_reported_as_told()
    {
        await MisbehaveAsync(new { cachedTokens = 2, reasoningTokens = 5 });

        var usage = (await AnswerAsync(Chat())).GetProperty("usage");

        Assert.Equal(2, usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
        Assert.Equal(5, usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
        Assert.Equal(15, usage.GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Several_choices_interleave_and_all_count()
    {
        await MisbehaveAsync(new { text = "alpha beta" });

        var chunks = ChunksOf(await EventsAsync(new { model = "m", n = 2, stream = true, stream_options = new { include_usage = true }, messages = Array.Empty<object>() }));

        int[] indexes = [.. chunks[..^1].Select(chunk => chunk.GetProperty("choices")[0].GetProperty("index").GetInt32())];
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1], indexes);
        Assert.Equal(4, chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task A_cap_on_tokens_ends_the_answer_with_length()
    {
        var choice = (await AnswerAsync(new { model = "m", max_tokens = 2, messages = Array.Empty<object>() })).GetProperty("choices")[0];

        Assert.Equal("word1 word2", choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("length", choice.GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Members_openai_does_not_know_are_echoed_once()
    {
        var body = new { model = "m", stream = true, messages = Array.Empty<object>(), enable_thinking = true, top_k = 5, nested = new { a = new[] { 1.50 } } };

        var chunks = ChunksOf(await EventsAsync(body));
        var whole = await AnswerAsync(new { model = "m", messages = Array.Empty<object>(), top_k = 5 });

        Assert.Equal("""{"enable_thinking":true,"top_k":5,"nested":{"a":[1.5]}}""", chunks[0].GetProperty("x_echo").GetRawText());
        Assert.DoesNotContain(chunks[1..], chunk => chunk.TryGetProperty("x_echo", out _));
        Assert.Equal("""{"top_k":5}""", whole.GetProperty("x_echo").GetRawText());
    }

    [Fact]
    public async Task A_rule_can_answer_with_a_tool_call()
    {
        await MisbehaveAsync(new { toolCall = new { name = "get_weather", arguments = """{"city":"Paris"}""" } });

        var whole = (await AnswerAsync(Chat())).GetProperty("choices")[0];
        var chunks = ChunksOf(await EventsAsync(Chat(stream: true)));

        Assert.Equal("tool_calls", whole.GetProperty("finish_reason").GetString());
        Assert.Equal("get_weather", whole.GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString());
        var calls = chunks[1..^1].Select(chunk => Delta(chunk).GetProperty("tool_calls")[0]).ToArray();
        Assert.Equal("call_fake1", calls[0].GetProperty("id").GetString());
        Assert.DoesNotContain(calls[1..], call => call.TryGetProperty("id", out _));
        Assert.Equal("""{"city":"Paris"}""", string.Concat(calls.Select(call => call.GetProperty("function").GetProperty("arguments").GetString())));
    }

    [Fact]
    public async Task Legacy_completions_speak_their_own_shape()
    {
        var whole = await AnswerAsync(new { model = "m", prompt = "a b" }, "/v1/completions");
        var events = await EventsAsync(new { model = "m", prompt = "a b", stream = true }, "/v1/completions");

        Assert.Equal("text_completion", whole.GetProperty("object").GetString());
        Assert.StartsWith("word1 word2", whole.GetProperty("choices")[0].GetProperty("text").GetString());
        Assert.Equal(2, whole.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(12, events.Length);
        Assert.Equal(" word2", ChunksOf(events)[1].GetProperty("choices")[0].GetProperty("text").GetString());
    }

    private static JsonElement Delta(JsonElement chunk) => chunk.GetProperty("choices")[0].GetProperty("delta");
}
