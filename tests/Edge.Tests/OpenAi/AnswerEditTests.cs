using System.Text.Json.Nodes;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;
using CsCheck;

namespace AiGateway.Edge.Tests.OpenAi;

public sealed class AnswerEditTests
{
    private static string Edited(string body, Operation operation = Operation.ChatCompletions, bool base64 = false)
    {
        using var edit = new AnswerEdit("asked", operation, base64);
        Assert.Equal(AnswerKind.Answer, edit.Read(Wire.Bytes(body)));
        return Wire.Written(output => edit.WriteTo(Wire.Bytes(body), output));
    }

    private static AnswerKind Kind(string body, Operation operation = Operation.ChatCompletions)
    {
        using var edit = new AnswerEdit("asked", operation, wantsBase64: false);
        return edit.Read(Wire.Bytes(body));
    }

    [Fact]
    public void Only_the_model_changes_and_blank_lines_before_it_pass()
    {
        const string body = "\n\n \r\n{ \"id\":\"x\", \"model\" : \"real\" ,\"choices\":[{\"index\":0,\"message\":{\"content\":\"\\u00e9\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"x\":1.50}}\n";
        Assert.Equal(body.Replace("\"real\"", "\"asked\"", StringComparison.Ordinal), Edited(body));
        Assert.Equal(body.Replace("\"real\"", "\"asked\"", StringComparison.Ordinal), Edited("\uFEFF" + body));
    }

    [Theory]
    [InlineData("\"eos\"", "\"stop\"")]
    [InlineData("\"max_tokens\"", "\"length\"")]
    [InlineData("null", "\"stop\"")]
    [InlineData("\"\"", "\"stop\"")]
    [InlineData("7", "\"stop\"")]
    [InlineData("\"tool_calls\"", "\"tool_calls\"")]
    public void A_whole_answer_always_has_a_known_finish_reason(string reason, string expected) =>
        Assert.Equal($"{{\"choices\":[{{\"finish_reason\":{expected}}}]}}", Edited($"{{\"choices\":[{{\"finish_reason\":{reason}}}]}}"));

    [Fact]
    public void Empty_tool_names_of_a_whole_answer_are_left() =>
        Assert.Contains("\"id\":\"\"", Edited("""{"choices":[{"message":{"tool_calls":[{"id":"","function":{"name":""}}]}}]}"""), StringComparison.Ordinal);

    [Fact]
    public void Content_in_parts_becomes_strings() =>
        Assert.Equal(
            """{"choices":[{"message":{"reasoning_content":"hm","content":"ok"}}]}""",
            Edited("""{"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"ok"}]}}]}"""));

    [Theory]
    [InlineData("""{"error":{"message":"m"}}""", AnswerKind.Error)]
    [InlineData("""{"error":"overloaded","choices":[]}""", AnswerKind.Error)]
    [InlineData("""[{"error":{"code":400}}]""", AnswerKind.Error)]
    [InlineData("""{"object":"error","message":"m"}""", AnswerKind.Error)]
    [InlineData("""{"detail":"Not found"}""", AnswerKind.Error)]
    [InlineData("""{"choices":null}""", AnswerKind.Error)]
    [InlineData("""{"error":null,"choices":[{"message":{}}]}""", AnswerKind.Answer)]
    [InlineData("""{"choices":[{"finish_reason":"insufficient_system_resource"}]}""", AnswerKind.GaveUp)]
    [InlineData("<html><body>502</body></html>", AnswerKind.Malformed)]
    [InlineData("", AnswerKind.Malformed)]
    [InlineData("   \n", AnswerKind.Malformed)]
    [InlineData("\"text\"", AnswerKind.Malformed)]
    [InlineData("""{"choices":[{"message":{"content":"to""", AnswerKind.Malformed)]
    [InlineData("data: {\"choices\":[]}\n\n", AnswerKind.Malformed)]
    internal void What_came_under_a_200_is_told_apart(string body, AnswerKind expected) => Assert.Equal(expected, Kind(body));

    [Fact]
    public void Embeddings_are_answers_by_their_data()
    {
        Assert.Equal(AnswerKind.Answer, Kind("""{"object":"list","data":[]}""", Operation.Embeddings));
        Assert.Equal(AnswerKind.Error, Kind("""{"choices":[]}""", Operation.Embeddings));
        Assert.Equal(AnswerKind.Error, Kind("""{"data":{}}""", Operation.Embeddings));
    }

    [Theory]
    [InlineData("[1,-2.5,0]", "\"AACAPwAAIMAAAAAA\"")]
    [InlineData("[ 1.0 ,\n -2.5e0 , 0.0 ]", "\"AACAPwAAIMAAAAAA\"")]
    [InlineData("[]", "\"\"")]
    [InlineData("\"AACAPw==\"", "\"AACAPw==\"")]
    [InlineData("[1,\"x\"]", "[1,\"x\"]")]
    [InlineData("[[1]]", "[[1]]")]
    public void Numbers_become_base64_for_a_client_that_asked_for_it(string embedding, string expected) =>
        Assert.Equal(
            $"{{\"data\":[{{\"index\":0,\"embedding\":{expected}}},{{\"embedding\":{expected},\"index\":1}}],\"model\":\"asked\"}}",
            Edited($"{{\"data\":[{{\"index\":0,\"embedding\":{embedding}}},{{\"embedding\":{embedding},\"index\":1}}],\"model\":\"real\"}}", Operation.Embeddings, base64: true));

    [Fact]
    public void Numbers_stay_for_a_client_that_did_not()
    {
        const string body = """{"data":[{"embedding":[0.1, 0.20]}]}""";
        Assert.Equal(body, Edited(body, Operation.Embeddings));
    }

    [Fact]
    public void Any_vector_survives_base64() =>
        Gen.Float.Where(float.IsFinite).Array[0, 400].Sample(vector =>
        {
            var numbers = string.Join(",", vector.Select(v => v.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
            var edited = Edited($"{{\"data\":[{{\"embedding\":[{numbers}]}}]}}", Operation.Embeddings, base64: true);
            var bytes = Convert.FromBase64String(JsonNode.Parse(edited)!["data"]![0]!["embedding"]!.GetValue<string>());
            Assert.Equal(vector, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        });

    [Fact]
    public void Usage_is_read_and_text_is_kept_only_without_it()
    {
        using var told = new AnswerEdit("m", Operation.ChatCompletions, wantsBase64: false);
        told.Read("""{"choices":[{"message":{"content":"Hello"}}],"usage":{"prompt_tokens":9,"completion_tokens":2}}"""u8);
        Assert.Equal(new TokenUsage(9, 2, 0, 0, false), told.Usage);
        Assert.Equal(0, told.Content.TotalBytes);

        using var silent = new AnswerEdit("m", Operation.ChatCompletions, wantsBase64: false);
        silent.Read("""{"choices":[{"message":{"reasoning_content":"hm ","content":"Hello","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]}}]}"""u8);
        Assert.Null(silent.Usage);
        Assert.Equal("hm Hellof{}", Wire.Text(silent.Content.Escaped));
    }

    [Fact]
    public void Arbitrary_and_damaged_bodies_never_throw() =>
        Gen.Select(Gen.Int, Gen.Int[0, 100_000], Gen.Byte).Sample((seed, at, value) =>
        {
            var json = new RandomJson(seed);
            var body = Wire.Bytes(json.Shuffled([.. json.Strangers(), ("\"model\"", "\"r\""), ("\"data\"", "[{\"embedding\":[1,2]}]"), ("\"choices\"", "[{\"finish_reason\":\"eos\"}]")]));
            body[at % body.Length] = value;
            using var edit = new AnswerEdit("asked", Operation.Embeddings, wantsBase64: true);
            if (edit.Read(body) == AnswerKind.Answer)
                JsonNode.Parse(Wire.Written(output => edit.WriteTo(body, output)));
        });
}
