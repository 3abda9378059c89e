using AiGateway.Core.Usage;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class ChunkScanTests
{
    private static ChunkScan Scan(string chunk)
    {
        var scan = new ChunkScan(whole: false);
        Assert.True(scan.TryRead(Wire.Bytes(chunk)), chunk);
        return scan;
    }

    private static string Delta(string members) => "{\"choices\":[{\"index\":0,\"delta\":{" + members + "}}]}";

    [Theory]
    [InlineData("\"content\":\"hey\"", 3)]
    [InlineData("\"content\":\"\\u4f60\\n\"", 4)]
    [InlineData("\"reasoning\":\"hm\"", 2)]
    [InlineData("\"reasoning_content\":\"hm\",\"content\":null", 2)]
    [InlineData("\"reasoning_content\":\"hm\",\"reasoning\":\"hm\"", 2)]
    [InlineData("\"refusal\":\"no\"", 2)]
    [InlineData("\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"fn\",\"arguments\":\"{}\"}}]", 4)]
    [InlineData("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\"}}]", 0)]
    [InlineData("\"function_call\":{\"name\":\"fn\",\"arguments\":\"\"}", 2)]
    [InlineData("\"audio\":{\"id\":\"a\",\"transcript\":\"word\"}", 4)]
    [InlineData("\"audio\":{\"id\":\"a\",\"data\":\"AAAA\"}", 0)]
    [InlineData("\"images\":[{\"image_url\":{\"url\":\"data:x\"}}]", 0)]
    [InlineData("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"ok\"}]", 4)]
    public void Content_of_every_kind_is_noticed(string members, int bytes)
    {
        var scan = Scan(Delta(members));
        Assert.True(scan.HasContent);
        Assert.Equal(bytes, scan.ContentBytes);
    }

    [Theory]
    [InlineData("\"role\":\"assistant\",\"content\":\"\",\"refusal\":null")]
    [InlineData("\"content\":null,\"reasoning_content\":null,\"tool_calls\":null,\"function_call\":null")]
    [InlineData("\"tool_calls\":[]")]
    [InlineData("\"audio\":{\"id\":\"a\"}")]
    [InlineData("\"audio\":null")]
    [InlineData("")]
    public void A_chunk_without_content_is_not_taken_for_some(string members) => Assert.False(Scan(Delta(members)).HasContent);

    [Fact]
    public void Text_completions_have_their_content_in_text()
    {
        var scan = Scan("""{"object":"text_completion","choices":[{"text":"abc","index":0,"logprobs":null,"finish_reason":null}]}""");
        Assert.Equal((true, 3), (scan.HasContent, scan.ContentBytes));
    }

    [Fact]
    public void Choices_are_tracked_by_index_wherever_it_stands()
    {
        var scan = Scan("""{"choices":[{"finish_reason":"stop","index":3},{"delta":{},"index":127,"finish_reason":null}]}""");
        Assert.Equal((UInt128.One << 3) | (UInt128.One << 127), scan.Seen);
        Assert.Equal(UInt128.One << 3, scan.Finished);
    }

    [Theory]
    [InlineData("{}", ChoicesShape.Missing)]
    [InlineData("""{"choices":null}""", ChoicesShape.Null)]
    [InlineData("""{"choices":[]}""", ChoicesShape.Empty)]
    [InlineData("""{"choices":[{}]}""", ChoicesShape.Present)]
    internal void The_shape_of_choices_is_seen(string chunk, ChoicesShape expected) => Assert.Equal(expected, Scan(chunk).Choices);

    public static TheoryData<string, TokenUsage?> Usages => new()
    {
        { """{"usage":{"prompt_tokens":26,"completion_tokens":10,"total_tokens":36,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":3}}}""", new TokenUsage(26, 10, 4, 3, false) },
        { """{"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_cache_hit_tokens":3,"prompt_cache_miss_tokens":2}}""", new TokenUsage(5, 2, 3, 0, false) },
        { """{"usage":{"prompt_tokens":5,"completion_tokens":2,"cached_tokens":1}}""", new TokenUsage(5, 2, 1, 0, false) },
        { """{"usage":{"input_tokens":5,"output_tokens":2,"input_tokens_details":{"cached_tokens":9}}}""", new TokenUsage(5, 2, 5, 0, false) },
        { """{"usage":{"prompt_tokens":8,"total_tokens":8}}""", new TokenUsage(8, 0, 0, 0, false) },
        { """{"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":115,"completion_tokens_details":{"reasoning_tokens":100}}}""", new TokenUsage(10, 105, 0, 100, false) },
        { """{"usage":{"prompt_tokens":-4,"completion_tokens":2.0,"total_tokens":1e30,"prompt_tokens_details":null}}""", new TokenUsage(0, 1_000_000_000_000, 0, 0, false) },
        { """{"x_groq":{"id":"r","usage":{"prompt_tokens":1,"completion_tokens":2}}}""", new TokenUsage(1, 2, 0, 0, false) },
        { """{"usage":{"prompt_tokens":9,"completion_tokens":9},"x_groq":{"usage":{"prompt_tokens":1,"completion_tokens":2}}}""", new TokenUsage(9, 9, 0, 0, false) },
        { """{"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":3,"completion_tokens":4}}]}""", new TokenUsage(3, 4, 0, 0, false) },
        { """{"usage":null}""", null },
        { """{"usage":{}}""", null },
        { """{"usage":"many"}""", null },
        { """{"x_groq":{"id":"r"}}""", null },
    };

    [Theory]
    [MemberData(nameof(Usages))]
    public void Usage_is_found_in_every_place_and_spelling(string chunk, TokenUsage? expected) => Assert.Equal(expected, Scan(chunk).Usage);

    [Theory]
    [InlineData("""{"error":{"message":"m"}}""", """{"message":"m"}""")]
    [InlineData("""{"id":"x","choices":[],"error":"overloaded"}""", "\"overloaded\"")]
    [InlineData("""{"object":"error","message":"m"}""", """{"object":"error","message":"m"}""")]
    [InlineData("""[{"error":{"code":429}}]""", """{"code":429}""")]
    [InlineData("""{"error":null}""", "")]
    [InlineData("""{"error":""}""", "")]
    public void An_error_in_the_stream_is_located(string chunk, string expected) =>
        Assert.Equal(expected, Wire.Text(Scan(chunk).Error.Of(Wire.Bytes(chunk))));

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("{\"choices\":{}}")]
    [InlineData("{\"choices\":[7]}")]
    [InlineData("{\"choices\":[{\"index\":128}]}")]
    [InlineData("{\"choices\":[{\"index\":-1}]}")]
    [InlineData("{\"choices\":[{}]} {}")]
    [InlineData("{\"choices\":[{\"delta\":{\"content\":\"cut")]
    public void What_is_no_chunk_is_refused(string chunk) => Assert.False(new ChunkScan(whole: false).TryRead(Wire.Bytes(chunk)));

    [Fact]
    public void One_scan_serves_many_chunks_and_forgets_each()
    {
        var scan = new ChunkScan(whole: false);
        scan.TryRead(Wire.Bytes("""{"model":"m","choices":[{"index":1,"delta":{"content":"x"},"finish_reason":"eos"}],"usage":{"prompt_tokens":1},"error":{}}"""));
        Assert.True(scan.TryRead("{}"u8));
        Assert.True(scan.Model.IsEmpty && scan.Error.IsEmpty && scan.UsageMember.IsEmpty && scan.Repairs.IsEmpty);
        Assert.False(scan.HasContent);
        Assert.Null(scan.Usage);
        Assert.Equal(UInt128.Zero, scan.Seen | scan.Finished);
        Assert.Equal((0, 0), (scan.ContentBytes, scan.Members));
    }
}
