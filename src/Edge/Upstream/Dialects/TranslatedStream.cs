using System.Buffers;
using System.Runtime.InteropServices;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>Reads a stream in the provider's dialect and writes it in the client's.</summary>
internal sealed class TranslatedStream(IChatStreamReader reader, IChatStreamWriter writer) : ChatStream(reader)
{
    private readonly ResponseStreamWriter? _response = writer as ResponseStreamWriter;

    public override long? NextSequence => _response?.NextSequence;

    public override ReadOnlyMemory<byte> Response => _response?.Final ?? default;

    protected override void Write(List<ChatEvent> events, ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        foreach (ref readonly var next in CollectionsMarshal.AsSpan(events))
            writer.Write(next, output);
    }
}
