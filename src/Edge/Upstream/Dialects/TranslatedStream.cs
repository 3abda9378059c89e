using System.Buffers;
using System.Runtime.InteropServices;
using AiGateway.Core.Dialects;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>Reads a stream in the provider's dialect and writes it in the client's.</summary>
internal sealed class TranslatedStream(IChatStreamReader reader, IChatStreamWriter writer) : ChatStream(reader)
{
    protected override void Write(List<ChatEvent> events, ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        foreach (ref readonly var next in CollectionsMarshal.AsSpan(events))
            writer.Write(next, output);
    }
}
