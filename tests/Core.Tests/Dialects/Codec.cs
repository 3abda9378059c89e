using System.Buffers;
using System.Text;
using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects;

/// <summary>Codecs by strings.</summary>
internal static class Codec
{
    public static readonly AnswerTraits Traits = new("made-id", "asked-model", 1_760_000_000);

    public static ChatRequest ReadRequest(this IClientCodec codec, string json) => codec.ReadRequest(Encoding.UTF8.GetBytes(json));

    public static ChatAnswer? ReadAnswer(this IProviderCodec codec, string json) => codec.ReadAnswer(Encoding.UTF8.GetBytes(json));

    public static string WriteRequest(this IChatCodec codec, ChatRequest request, TargetTraits? target = null, Omissions? omissions = null)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.WriteRequest(request, target ?? new TargetTraits("target-model"), omissions ?? new Omissions(codec, "the target", strict: false), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string WriteAnswer(this IClientCodec codec, ChatAnswer answer, AnswerTraits? traits = null)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.WriteAnswer(answer, traits ?? Traits, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What the client is sent for these events.</summary>
    public static string WriteStream(this IClientCodec codec, IEnumerable<ChatEvent> events, AnswerTraits? traits = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = codec.NewStreamWriter(traits ?? Traits);
        foreach (var next in events)
            writer.Write(next, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What a provider's stream says, which ends where it was closed; null when an event of it made no sense.</summary>
    public static List<ChatEvent>? ReadStream(this IProviderCodec codec, IEnumerable<(string Name, string Data)> stream)
    {
        var events = new List<ChatEvent>();
        var reader = codec.NewStreamReader();
        foreach (var (name, data) in stream)
        {
            if (!reader.TryRead(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data), events))
                return null;
        }
        reader.Close(events);
        return events;
    }

    public static List<ChatEvent>? ReadStream(this IProviderCodec codec, string stream) => codec.ReadStream(SseText.Events(stream));
}
