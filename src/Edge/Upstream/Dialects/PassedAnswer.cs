using System.Buffers;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>Passes an answer on in its own dialect, byte for byte but for the model's name.</summary>
/// <param name="codec">Of the dialect.</param>
/// <param name="model">The name the client asked for.</param>
internal sealed class PassedAnswer(IChatCodec codec, string model) : ChatEdit(codec)
{
    private readonly IChatCodec _codec = codec;

    public override void WriteTo(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        var edits = new SpliceList();
        if (ModelMember.Find(body, _codec.Dialect) is { IsEmpty: false } value)
            edits.Replace(value, JsonText.Quote(model));
        edits.WriteTo(body, output);
    }
}
