using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Gemini;

namespace AiGateway.Core.Tests.Dialects.Gemini;

/// <summary>What the tests of Google's dialect share.</summary>
internal static class GeminiBench
{
    public static readonly AnswerTraits Traits = new("call-7", "asked", 1_795_176_000);

    public static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Dialects", "Gemini", "Fixtures", name));

    /// <summary>The data of each event of a recorded stream.</summary>
    public static string[] Stream(string name) =>
        [.. Encoding.UTF8.GetString(Fixture(name)).Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..])];

    public static ChatRequest Read(string json) => GeminiCodec.Instance.ReadRequest(Encoding.UTF8.GetBytes(json));

    /// <summary>A request whose turn is of no interest.</summary>
    public static ChatRequest ReadWith(string members) => Read($$"""{"contents":[{"parts":[{"text":"Hi"}]}],{{members}}}""");

    public static ChatRequest Request(params ChatMessage[] messages) => new() { Model = "m", Messages = messages };

    public static ChatMessage User(params ContentPart[] parts) => new(ChatRole.User, parts);

    public static ChatMessage Assistant(params ContentPart[] parts) => new(ChatRole.Assistant, parts);

    public static Omissions Omissions(bool strict = false) => new(GeminiCodec.Instance, "Google's generateContent", strict);

    public static string Write(ChatRequest request, string model = "gemini-2.5-flash", int? cap = null, Omissions? omissions = null)
    {
        var output = new ArrayBufferWriter<byte>();
        GeminiCodec.Instance.WriteRequest(request, new TargetTraits(model, cap), omissions ?? Omissions(), output);
        return Sound(output);
    }

    /// <summary>The member of a request that is written.</summary>
    public static string Written(ChatRequest request, string member, string model = "gemini-2.5-flash", int? cap = null) =>
        JsonElement.Parse(Write(request, model, cap)).TryGetProperty(member, out var value) ? value.GetRawText() : "";

    public static ChatAnswer? ReadAnswer(string json) => GeminiCodec.Instance.ReadAnswer(Encoding.UTF8.GetBytes(json));

    public static string WriteAnswer(ChatAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        GeminiCodec.Instance.WriteAnswer(answer, Traits, output);
        return Sound(output);
    }

    /// <summary>What a stream says up to its close, or to where it made no sense.</summary>
    public static List<ChatEvent> Events(IEnumerable<string> data, bool close = true)
    {
        var reader = GeminiCodec.Instance.NewStreamReader();
        var events = new List<ChatEvent>();
        foreach (var item in data)
            if (!reader.TryRead([], Encoding.UTF8.GetBytes(item), events))
                break;
        if (close)
            reader.Close(events);
        return events;
    }

    /// <summary>Events in short, one a line.</summary>
    public static string Short(IEnumerable<ChatEvent> events) => string.Join('\n', events.Select(next => next.Kind switch
    {
        ChatEventKind.Start => $"start {next.Id} {next.Name}",
        ChatEventKind.ToolCall => $"call {next.Call} {next.Id} {next.Name}",
        ChatEventKind.ToolArguments or ChatEventKind.ToolSignature => $"{next.Kind} {next.Call} {next.Text}",
        ChatEventKind.Media => $"media {next.Name} {next.Text}",
        ChatEventKind.Finish => $"finish {next.Choice} {next.Finish}",
        ChatEventKind.Usage => $"usage {next.Usage!.Prompt}+{next.Usage.Completion}",
        ChatEventKind.End => "end",
        _ => $"{next.Kind} {next.Text}",
    }));

    public static string WriteStream(IChatStreamWriter writer, IEnumerable<ChatEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var next in events)
            writer.Write(next, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Sound(ArrayBufferWriter<byte> output) => JsonElement.Parse(output.WrittenSpan).GetRawText();
}
