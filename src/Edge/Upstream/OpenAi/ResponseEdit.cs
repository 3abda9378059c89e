using System.Buffers;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pinning;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>A response that is not streamed.</summary>
/// <param name="model">The name the client asked for.</param>
/// <param name="kept">True when the provider keeps the response, so that its id is of use later.</param>
internal sealed class ResponseEdit(string model, bool kept) : IAnswerEdit
{
    private readonly ResponseScan _scan = new(whole: true);
    private List<PinnedThing>? _made;

    public TokenUsage? Usage => _scan.Usage;

    public ContentLog Content { get; } = new();

    public List<PinnedThing>? Made => _made;

    public AnswerKind Read(ReadOnlySpan<byte> body)
    {
        if (!_scan.TryRead(body))
            return AnswerKind.Malformed;
        var status = _scan.Status.Of(body);
        if (!_scan.Error.IsEmpty || !_scan.HasOutput)
            return AnswerKind.Error;
        if (status.SequenceEqual("failed"u8) || status.SequenceEqual("cancelled"u8))
            return AnswerKind.GaveUp;

        if (!_scan.Model.IsEmpty)
            _scan.Repairs.Replace(_scan.Model, JsonText.Quote(model));
        if (kept && !_scan.Id.IsEmpty)
            PinnedThing.Note(ref _made, PinKind.Response, _scan.Id.Of(body));
        foreach (var signature in _scan.Signatures)
            PinnedThing.Note(ref _made, PinKind.Signature, signature.Of(body));
        foreach (var container in _scan.Containers)
            PinnedThing.Note(ref _made, PinKind.Container, container.Of(body));
        if (Usage is null)
            Content.Add(body, _scan.Content, _scan.ContentBytes);
        return AnswerKind.Answer;
    }

    public void WriteTo(ReadOnlySpan<byte> body, IBufferWriter<byte> output) => _scan.Repairs.WriteTo(body, output);

    public void Dispose() => Content.Dispose();
}
