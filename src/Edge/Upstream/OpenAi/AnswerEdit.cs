using System.Buffers;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pinning;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>Answers of chats, text completions and embeddings.</summary>
/// <param name="model">The name the client asked for.</param>
/// <param name="operation">What was asked for: tells an answer from something else.</param>
/// <param name="wantsBase64">True when the client asked for embeddings in base64.</param>
internal sealed class AnswerEdit(string model, Operation operation, bool wantsBase64) : IAnswerEdit
{
    [ThreadStatic]
    private static ChunkScan? _spare;

    private readonly ChunkScan _scan = Rent(wantsBase64);
    private List<PinnedThing>? _made;

    public TokenUsage? Usage => _scan.Usage;

    public ContentLog Content { get; } = new();

    public List<PinnedThing>? Made => _made;

    public AnswerKind Read(ReadOnlySpan<byte> body)
    {
        var json = WithoutByteOrderMark(body);
        if (!_scan.TryRead(json))
            return AnswerKind.Malformed;
        if (!_scan.Error.IsEmpty || !HasAnswer)
            return AnswerKind.Error;
        if (_scan.GaveUp)
            return AnswerKind.GaveUp;

        if (!_scan.Model.IsEmpty)
        {
            var quoted = JsonText.Quote(model);
            if (!_scan.Model.Of(json).SequenceEqual(quoted))
                _scan.Repairs.Replace(_scan.Model, quoted);
        }

        if (_scan.Signatures is { Count: > 0 } signatures)
            Note(json, signatures);
        if (Usage is null)
            Content.Add(json, _scan.Content, _scan.ContentBytes);
        return AnswerKind.Answer;
    }

    public void WriteTo(ReadOnlySpan<byte> body, IBufferWriter<byte> output) => _scan.Repairs.WriteTo(WithoutByteOrderMark(body), output);

    /// <summary>Lets the next answer use the scan; this one must not be read any more.</summary>
    public void Dispose()
    {
        Content.Dispose();
        _spare = _scan;
    }

    private void Note(ReadOnlySpan<byte> json, List<ByteRange> signatures)
    {
        foreach (var signature in signatures)
            PinnedThing.Note(ref _made, PinKind.Signature, signature.Of(json));
    }

    private static ChunkScan Rent(bool encodeEmbeddings)
    {
        var scan = _spare ?? new ChunkScan(whole: true);
        _spare = null;
        scan.EncodeEmbeddings = encodeEmbeddings;
        return scan;
    }

    private bool HasAnswer => operation == Operation.Embeddings
        ? _scan.HasData
        : _scan.Choices is ChoicesShape.Present or ChoicesShape.Empty;

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) => body.StartsWith("\uFEFF"u8) ? body[3..] : body;
}
