using System.Buffers;
using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Bedrock;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

/// <summary>The codec by strings, and requests to give it.</summary>
internal static class Converse
{
    public const string Claude = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    public const string Claude46 = "anthropic.claude-opus-4-6-v1";
    public const string Claude47 = "global.anthropic.claude-opus-4-7";
    public const string Claude3 = "anthropic.claude-3-5-sonnet-20241022-v2:0";
    public const string Nova = "amazon.nova-pro-v1:0";
    public const string Oss = "openai.gpt-oss-120b-1:0";
    public const string Llama = "meta.llama3-3-70b-instruct-v1:0";

    public static readonly ChatRequest Hello = Said(User(new TextPart("Hi")));

    public static ChatRequest Said(params ChatMessage[] messages) => new() { Model = "alias", Messages = messages };

    public static ChatMessage User(params ContentPart[] parts) => new(ChatRole.User, parts);

    public static ChatMessage Model(params ContentPart[] parts) => new(ChatRole.Assistant, parts);

    public static string Fixture(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Dialects", "Bedrock", "Fixtures", name));

    public static ChatRequest Read(string json) => BedrockCodec.Instance.ReadRequest(Encoding.UTF8.GetBytes(json));

    public static ChatAnswer? Answer(string json) => BedrockCodec.Instance.ReadAnswer(Encoding.UTF8.GetBytes(json));

    public static string Written(ChatAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        BedrockCodec.Instance.WriteAnswer(answer, default, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The request as it is sent, and what was left out of it.</summary>
    public static (string Json, IReadOnlyList<string> Omitted) Written(ChatRequest request, string model = Claude, int? cap = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var omissions = new Omissions(BedrockCodec.Instance, "Amazon Bedrock", strict: false);
        BedrockCodec.Instance.WriteRequest(request, new TargetTraits(model, cap), omissions, output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), omissions.Fields);
    }

    /// <summary>Messages of a stream, a type and a payload on each line.</summary>
    public static List<(string Name, string Payload)> Lines(string stream) =>
        [.. stream.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).Select(pair => (pair[0], pair[1]))];

    /// <summary>What a stream says until it is closed, its messages framed and split on the way.</summary>
    public static List<ChatEvent> Events(IEnumerable<(string Name, string Payload)> lines)
    {
        byte[] stream = [.. lines.SelectMany(line => line.Name.EndsWith("Exception", StringComparison.Ordinal)
            ? EventStreams.Exception(line.Name, line.Payload) : EventStreams.Event(line.Name, line.Payload))];
        var (messages, status) = EventStreams.Split(stream, [50]);
        Assert.Equal(EventStreamStatus.End, status);
        var reader = BedrockCodec.Instance.NewStreamReader();
        var events = new List<ChatEvent>();
        foreach (var (name, payload) in messages)
            Assert.True(reader.TryRead(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(payload), events), payload);
        reader.Close(events);
        return events;
    }
}
