using System.Text.Json;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Tests.Pipeline.Dialects;

/// <summary>Tokens that are counted, and texts that become vectors, across dialects.</summary>
public sealed class CountAndEmbedTests : IDisposable
{
    private readonly DialectBench _bench = new();

    [Fact]
    public async Task Anthropic_counts_for_its_own_models()
    {
        _bench.At("claude").Answers(200, """{"input_tokens":41}""");

        var caller = await _bench.Call("""{"model":"claude","messages":[{"role":"user","content":"hi"}]}""", Operation.CountTokens);

        Assert.Equal("""{"input_tokens":41}""", caller.Received);
        Assert.Equal("http://claude/v1/messages/count_tokens", _bench.Sent("claude").Address.ToString());
        Assert.Equal("claude-sonnet-4-5", _bench.SentJson("claude").GetProperty("model").GetString());
        Assert.Equal((CallOutcome.Ok, 0), (Assert.Single(_bench.Gateway.Records).Outcome, _bench.Gateway.Records[0].Tokens.Total));
    }

    [Fact]
    public async Task For_others_the_gateway_counts()
    {
        var few = await _bench.Call("""{"model":"gpt","messages":[{"role":"user","content":"hi"}]}""", Operation.CountTokens);
        var more = await _bench.Call("""{"model":"gpt","system":"one two three four","messages":[{"role":"user","content":"hi"}]}""", Operation.CountTokens);

        Assert.InRange(JsonElement.Parse(few.Received).GetProperty("input_tokens").GetInt32(), 5, 12);
        Assert.Equal(4, JsonElement.Parse(more.Received).GetProperty("input_tokens").GetInt32() - JsonElement.Parse(few.Received).GetProperty("input_tokens").GetInt32());
        Assert.Empty(_bench.At("openai").Requests);
    }

    [Theory]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"one two three four five six"}]}]}""")]
    [InlineData("""{"generateContentRequest":{"model":"models/gpt","contents":[{"role":"user","parts":[{"text":"one two three four five six"}]}]}}""")]
    public async Task Google_clients_count_too(string body)
    {
        var caller = await _bench.Call(body, Operation.CountContents, new PathModel("gpt"));

        Assert.InRange(JsonElement.Parse(caller.Received).GetProperty("totalTokens").GetInt32(), 6, 20);
    }

    [Fact]
    public async Task Vectors_of_googles_come_in_base64_where_the_client_asked_for_that()
    {
        _bench.At("google").Answers(200, """{"embeddings":[{"values":[1,0.5]},{"values":[0,-2]}]}""");

        var caller = await _bench.Call("""{"model":"gemini","input":["a","b"],"encoding_format":"base64"}""", Operation.Embeddings);
        var data = JsonElement.Parse(caller.Received).GetProperty("data");

        Assert.Equal("http://google/v1beta/models/gemini-2.5-flash:batchEmbedContents", _bench.Sent("google").Address.ToString());
        Assert.Equal([0f, -2f], Floats(data[1].GetProperty("embedding").GetBytesFromBase64()));
        Assert.True(Assert.Single(_bench.Gateway.Records).Tokens is { Estimated: true, Prompt: > 0 });
    }

    [Fact]
    public async Task Googles_client_gets_vectors_of_an_openai_provider()
    {
        _bench.At("openai").Answers(200, """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1,2]}],"model":"gpt-real","usage":{"prompt_tokens":3,"total_tokens":3}}""");

        var caller = await _bench.Call("""{"content":{"parts":[{"text":"hello"}]},"outputDimensionality":2}""", Operation.EmbedContent, new PathModel("gpt"));

        Assert.Equal([1d, 2d], JsonElement.Parse(caller.Received).GetProperty("embedding").GetProperty("values").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(("hello", 2), (_bench.SentJson("openai").GetProperty("input").GetString(), _bench.SentJson("openai").GetProperty("dimensions").GetInt32()));
        Assert.Equal(3, Assert.Single(_bench.Gateway.Records).Tokens.Prompt);
    }

    [Fact]
    public async Task A_vector_too_few_is_no_answer()
    {
        for (var i = 0; i < 3; i++)
            _bench.At("google").Answers(200, """{"embeddings":[{"values":[1,0.5]}]}""");

        Assert.Equal(502, (await _bench.Call("""{"model":"gemini","input":["a","b"]}""", Operation.Embeddings)).Response.StatusCode);
    }

    public void Dispose() => _bench.Dispose();

    private static float[] Floats(byte[] bytes) => [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes)];
}
