using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class RequestScanTests
{
    private const string Hello = """ "messages":[{"role":"user","content":"Hello"}] """;

    [Fact]
    public void The_model_and_its_place_are_found_wherever_it_stands()
    {
        var body = $$"""{ {{Hello}}, "temperature":0.5, "model" : "gpt\u002d4o" }""";
        var scan = Wire.Scan(body);
        Assert.Equal("gpt-4o", scan.Model);
        Assert.Equal("\"gpt\\u002d4o\"", Wire.Text(scan.ModelValue.Of(Wire.Bytes(body))));
        Assert.Equal('}', body[scan.End]);
    }

    [Fact]
    public void A_minimal_call_has_the_defaults()
    {
        var scan = Wire.Scan($$"""{"model":"m",{{Hello}}}""");
        Assert.False(scan.Stream);
        Assert.False(scan.UsageAsked);
        Assert.False(scan.WantsBase64);
        Assert.Null(scan.OutputCap);
        Assert.Equal((1, 1), (scan.N, scan.BestOf));
        Assert.True(scan.AffinityValue.IsEmpty);
        Assert.True(scan.ToolsValue.IsEmpty);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    public void Streaming_is_what_the_body_says(string value, bool expected) =>
        Assert.Equal(expected, Wire.Scan($$"""{"model":"m","stream":{{value}},{{Hello}}}""").Stream);

    [Theory]
    [InlineData("""{"include_usage":true}""", true)]
    [InlineData("""{"include_usage":false}""", false)]
    [InlineData("""{"include_usage":null}""", false)]
    [InlineData("""{"include_obfuscation":true}""", false)]
    [InlineData("""{"x":{"include_usage":true}}""", false)]
    [InlineData("{}", false)]
    [InlineData("null", false)]
    public void Whether_usage_was_asked_for_is_seen(string options, bool expected) =>
        Assert.Equal(expected, Wire.Scan($$"""{"model":"m","stream":true,"stream_options":{{options}},{{Hello}}}""").UsageAsked);

    [Theory]
    [InlineData("\"max_tokens\":5", 5)]
    [InlineData("\"max_completion_tokens\":7", 7)]
    [InlineData("\"max_output_tokens\":9", 9)]
    [InlineData("\"max_tokens\":5,\"max_completion_tokens\":7", 7)]
    [InlineData("\"max_tokens\":8,\"max_completion_tokens\":7,\"max_output_tokens\":0", 8)]
    [InlineData("\"max_tokens\":null,\"max_completion_tokens\":3", 3)]
    [InlineData("\"max_tokens\":2147483647", int.MaxValue)]
    [InlineData("\"max_tokens\":null", null)]
    public void The_largest_declared_cap_counts(string members, int? expected) =>
        Assert.Equal(expected, Wire.Scan($$"""{"model":"m",{{members}},{{Hello}}}""").OutputCap);

    [Fact]
    public void Numbers_of_answers_are_read()
    {
        var scan = Wire.Scan("""{"model":"m","prompt":"p","n":3,"best_of":128}""", Operation.Completions);
        Assert.Equal((3, 128), (scan.N, scan.BestOf));
    }

    [Theory]
    [InlineData("\"user\":\"u\"", "\"u\"")]
    [InlineData("\"user\":\"u\",\"prompt_cache_key\":\"k\"", "\"k\"")]
    [InlineData("\"prompt_cache_key\":\"k\",\"user\":\"u\"", "\"k\"")]
    [InlineData("\"metadata\":{\"x\":{\"session_id\":\"no\"},\"session_id\":\"s\",\"user_id\":\"v\"},\"user\":\"u\"", "\"s\"")]
    [InlineData("\"user\":\"u\",\"metadata\":{\"user_id\":\"v\"}", "\"v\"")]
    [InlineData("\"prompt_cache_key\":\"k\",\"metadata\":{\"session_id\":\"s\"}", "\"k\"")]
    [InlineData("\"metadata\":{\"session_id\":[\"s\"],\"user_id\":\"\"}", "")]
    [InlineData("\"metadata\":[{\"session_id\":\"s\"}]", "")]
    [InlineData("\"metadata\":null", "")]
    [InlineData("\"user\":7", "")]
    [InlineData("\"user\":\"\"", "")]
    public void Related_calls_are_bound_by_cache_key_before_session_before_user(string members, string expected)
    {
        var body = $$"""{"model":"m",{{members}},{{Hello}}}""";
        Assert.Equal(expected, Wire.Text(Wire.Scan(body).AffinityValue.Of(Wire.Bytes(body))));
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"a"},{"role":"user","content":"b"}]""", """{"role":"user","content":"a"}""")]
    [InlineData("""[{"role":"system","content":"s"}, {"content":[{"type":"text","role":"system","text":"a"}],"ro\u006ce":"us\u0065r"} ]""", """{"content":[{"type":"text","role":"system","text":"a"}],"ro\u006ce":"us\u0065r"}""")]
    [InlineData("""[{"role":"assistant","content":{"role":"user"}},{"role":["user"]},{"role":"user","x":{}}]""", """{"role":"user","x":{}}""")]
    [InlineData("""[{"content":"role","name":"user"},{"role":"assistant"}]""", "")]
    public void The_first_message_of_the_user_is_found(string messages, string expected)
    {
        var body = $$"""{"model":"m","messages":{{messages}}}""";
        Assert.Equal(expected, Wire.Text(Wire.Scan(body).FirstUserMessage.Of(Wire.Bytes(body))));
    }

    [Theory]
    [InlineData("\"base64\"", true)]
    [InlineData("\"float\"", false)]
    [InlineData("null", false)]
    public void A_wish_for_base64_is_seen(string format, bool expected) =>
        Assert.Equal(expected, Wire.Scan($$"""{"model":"m","input":"x","encoding_format":{{format}}}""", Operation.Embeddings).WantsBase64);

    [Fact]
    public void Text_is_measured_unescaped_in_messages_and_tools()
    {
        var prompt = Wire.Scan("""
            {"model":"m","messages":[{"role":"user","content":"a\u4f60\n😀"},{"role":"user","content":[{"type":"text","text":"\ud83d\ude00"}]}],
             "tools":[{"type":"function","function":{"name":"fn"}}],"other":"not counted"}
            """).Prompt;
        // user + a你⏎😀 + user + text + 😀 + function + fn
        Assert.Equal(4 + 9 + 4 + 4 + 4 + 8 + 2, prompt.TextBytes);
        Assert.Equal(2, prompt.Messages);
    }

    [Fact]
    public void Pictures_and_sounds_are_parts_and_not_text()
    {
        var big = new string('A', 100_000);
        var prompt = Wire.Scan($$$"""
            {"model":"m","messages":[{"role":"user","content":[
              {"type":"image_url","image_url":{"url":"data:image/png;base64,{{{big}}}"}},
              {"type":"input_audio","input_audio":{"data":"{{{big}}}","format":"wav"}},
              {"type":"file","file":{"file_data":"{{{big}}}"}}]}]}
            """).Prompt;
        Assert.Equal(3, prompt.MediaParts);
        Assert.True(prompt.TextBytes < 100);
    }

    [Theory]
    [InlineData("\"text\"", 4, 0)]
    [InlineData("[\"ab\",\"c\"]", 3, 0)]
    [InlineData("[1,2,3]", 0, 3)]
    [InlineData("[[1,2],[3,4]]", 0, 4)]
    public void Prompts_of_text_and_of_token_ids_are_measured(string input, long bytes, long ids)
    {
        var prompt = Wire.Scan($$"""{"model":"m","input":{{input}}}""", Operation.Embeddings).Prompt;
        Assert.Equal((bytes, ids, 0), (prompt.TextBytes, prompt.TokenIds, prompt.Messages));
    }

    [Fact]
    public void Ten_thousand_messages_and_sixty_four_levels_are_allowed()
    {
        var messages = string.Join(",", Enumerable.Repeat("{}", 10_000));
        Assert.Equal(10_000, Wire.Scan($$"""{"model":"m","messages":[{{messages}}]}""").Prompt.Messages);

        var deep = new string('[', 63) + new string(']', 63);
        Wire.Scan($$"""{"model":"m",{{Hello}},"deep":{{deep}}}""");
    }

    [Fact]
    public void A_name_repeated_deeper_down_is_the_providers_affair() =>
        Wire.Scan("""{"model":"m","messages":[{"role":"user","role":"user","model":"x"}],"metadata":{"a":1,"a":2}}""");
}
