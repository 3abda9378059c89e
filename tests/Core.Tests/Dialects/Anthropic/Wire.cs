using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Anthropic;

namespace AiGateway.Core.Tests.Dialects.Anthropic;

/// <summary>What goes over the wire, in the forms the tests have it.</summary>
internal static class Wire
{
    public static readonly AnswerTraits Traits = new("call-1", "my-model", 1_700_000_000, PromptTokens: 42);

    public static AnthropicCodec Codec => AnthropicCodec.Instance;

    public static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Dialects", "Anthropic", "Fixtures", name));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The name and the data of each event.</summary>
    public static List<(string Name, string Data)> Frames(string sse)
    {
        var frames = new List<(string, string)>();
        foreach (var frame in sse.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = frame.Split('\n');
            Assert.Equal(2, lines.Length);
            Assert.StartsWith("event: ", lines[0], StringComparison.Ordinal);
            Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
            frames.Add((lines[0][7..], lines[1][6..]));
        }
        return frames;
    }

    public static List<(string Name, string Data)> Frames(byte[] sse) => Frames(Encoding.UTF8.GetString(sse));

    public static ChatRequest Read(string json) => Codec.ReadRequest(Bytes(json));

    /// <summary>A request of one message, with <paramref name="members"/> besides, such as <c>"top_k":1</c>.</summary>
    public static ChatRequest ReadWith(string members) =>
        Read($$"""{"model":"m","max_tokens":10,"messages":[{"role":"user","content":"hi"}],{{members}}}""");

    /// <summary>A request whose only message has these blocks.</summary>
    public static ChatRequest ReadBlocks(string blocks, string role = "user") =>
        Read($$"""{"model":"m","max_tokens":10,"messages":[{"role":"{{role}}","content":[{{blocks}}]}]}""");

    public static (JsonElement Body, IReadOnlyList<string> Dropped) Write(ChatRequest request, string model = "claude-sonnet-4-5", int? cap = null, bool strict = false)
    {
        var output = new ArrayBufferWriter<byte>();
        var omissions = new Omissions(Codec, "Anthropic's messages", strict);
        Codec.WriteRequest(request, new TargetTraits(model, cap), omissions, output);
        return (JsonElement.Parse(output.WrittenSpan), omissions.Fields);
    }

    public static JsonElement Write(ChatAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        Codec.WriteAnswer(answer, Traits, output);
        return JsonElement.Parse(output.WrittenSpan);
    }

    public static string Write(params IEnumerable<ChatEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = Codec.NewStreamWriter(Traits);
        foreach (var next in events)
            writer.Write(next, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Null when the reader gave up.</summary>
    public static List<ChatEvent>? ReadStream(params IEnumerable<string> data)
    {
        var reader = Codec.NewStreamReader();
        var events = new List<ChatEvent>();
        foreach (var next in data)
            if (!reader.TryRead(default, Bytes(next), events))
                return null;
        reader.Close(events);
        return events;
    }

    public static void Same(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), $"expected {expected}\n but was {actual.GetRawText()}");
}
