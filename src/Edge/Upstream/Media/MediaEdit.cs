using System.Buffers;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Upstream.Media;

/// <summary>An answer in JSON that is no chat: passed on byte for byte but for the model's name.</summary>
/// <param name="operation">What was asked for.</param>
/// <param name="model">The name the client asked for.</param>
internal sealed class MediaEdit(Operation operation, string model) : IAnswerEdit
{
    private readonly MediaScan _scan = new(operation);

    public TokenUsage? Usage => _scan.Usage;

    public ContentLog Content { get; } = new();

    public List<PinnedThing>? Made => null;

    public bool ChangesNothing => _scan.Model.IsEmpty;

    public AnswerKind Read(ReadOnlySpan<byte> body) =>
        !_scan.TryRead(body) ? AnswerKind.Malformed
        : _scan.HasError || !_scan.HasAnswer ? AnswerKind.Error
        : AnswerKind.Answer;

    public void WriteTo(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        output.Write(body[.._scan.Model.Start]);
        if (!_scan.Model.IsEmpty)
            output.Write(JsonText.Quote(model));
        output.Write(body[_scan.Model.End..]);
    }

    public void Dispose() => Content.Dispose();
}
