using System.Buffers;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>Passes a stream on in its own dialect, byte for byte but for the model's name, and reads it on the way.</summary>
/// <param name="reader">Of the dialect.</param>
/// <param name="dialect">The dialect.</param>
/// <param name="model">The name the client asked for.</param>
internal sealed class PassedStream(IChatStreamReader reader, Dialect dialect, string model) : ChatStream(reader)
{
    private readonly byte[] _model = JsonText.Quote(model);
    private readonly SpliceList _edits = new();

    protected override void Write(List<ChatEvent> events, ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        // What only the end adds is no event of the provider's.
        if (data.IsEmpty)
            return;
        _edits.Clear();
        if (ModelMember.Find(data, dialect) is { IsEmpty: false } value)
            _edits.Replace(value, _model);
        if (!name.IsEmpty)
        {
            output.Write("event: "u8);
            output.Write(name);
            output.Write("\n"u8);
        }
        Write(data, _edits, output);
    }
}
