using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses;

/// <summary>Bytes in and out of the codec.</summary>
internal static class Wire
{
    public static readonly TargetTraits Target = new("gpt-5.2-2025-12-11");

    public static string Fixture(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Dialects", "OpenAiResponses", "Fixtures", name));

    public static ChatRequest Request(string json) => ResponsesCodec.Instance.ReadRequest(Encoding.UTF8.GetBytes(json));

    /// <summary>A request for "hi" with other members besides.</summary>
    public static ChatRequest With(string members) => Request($$"""{"model":"m","input":"hi",{{members}}}""");

    public static ChatRequest Ask(params ContentPart[] parts) => new() { Model = "m", Messages = [new(ChatRole.User, parts)] };

    public static JsonElement Written(ChatRequest request, Omissions? omissions = null, TargetTraits? target = null)
    {
        var output = new ArrayBufferWriter<byte>();
        ResponsesCodec.Instance.WriteRequest(request, target ?? Target, omissions ?? Omissions(), output);
        return JsonElement.Parse(output.WrittenSpan);
    }

    public static Omissions Omissions(bool strict = false) => new(ResponsesCodec.Instance, "OpenAI's responses", strict);

    public static ChatAnswer? Answer(string json) => ResponsesCodec.Instance.ReadAnswer(Encoding.UTF8.GetBytes(json));

    public static JsonElement Written(ChatAnswer answer, AnswerTraits traits)
    {
        var output = new ArrayBufferWriter<byte>();
        ResponsesCodec.Instance.WriteAnswer(answer, traits, output);
        return JsonElement.Parse(output.WrittenSpan);
    }

    public static List<(string Name, string Data)> Frames(string stream)
    {
        var frames = new List<(string, string)>();
        foreach (var frame in stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = frame.Split('\n');
            Assert.Equal(2, lines.Length);
            Assert.StartsWith("event: ", lines[0], StringComparison.Ordinal);
            Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
            frames.Add((lines[0][7..], lines[1][6..]));
        }
        return frames;
    }

    public static List<ChatEvent> Events(IEnumerable<(string Name, string Data)> frames)
    {
        var reader = ResponsesCodec.Instance.NewStreamReader();
        var events = new List<ChatEvent>();
        foreach (var (name, data) in frames)
            Assert.True(reader.TryRead(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data), events));
        reader.Close(events);
        return events;
    }

    public static ResponseStreamWriter Writer(ChatRequest? request = null) =>
        Assert.IsType<ResponseStreamWriter>(ResponsesCodec.Instance.NewStreamWriter(new AnswerTraits("7f", "gpt", 1_700_000_000, Request: request)));

    public static string Stream(IEnumerable<ChatEvent> events, ResponseStreamWriter? writer = null)
    {
        writer ??= Writer();
        var output = new ArrayBufferWriter<byte>();
        foreach (var next in events)
            writer.Write(next, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>One line for each event, for comparing.</summary>
    public static string[] Lines(IEnumerable<ChatEvent> events) => [.. events.Select(e => e.Kind switch
    {
        ChatEventKind.Start => $"start {e.Id} {e.Name} {e.Created}",
        ChatEventKind.ToolCall => $"call {e.Call} {e.Id} {e.Name}",
        ChatEventKind.ToolArguments => $"arguments {e.Call} {e.Text}",
        ChatEventKind.Finish => $"finish {e.Finish}",
        ChatEventKind.Usage => $"usage {e.Usage!.Prompt}/{e.Usage.Cached} {e.Usage.Completion}/{e.Usage.Reasoning}",
        ChatEventKind.Logprobs or ChatEventKind.Annotations => $"{e.Kind} {e.Json}",
        ChatEventKind.ReasoningSignature or ChatEventKind.RedactedReasoning => $"{e.Kind} {e.Maker} {e.Text}",
        _ => $"{e.Kind} {e.Text}".Trim(),
    })];
}
