using System.Buffers;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>Streams of responses. Their last event says how they ended; a stream without one has broken off.</summary>
/// <param name="model">The name the client asked for.</param>
/// <param name="kept">True when the provider keeps the response, so that its id is of use later.</param>
internal sealed class ResponseStreamRewriter(string model, bool kept) : StreamRewriter
{
    private readonly byte[] _model = JsonText.Quote(model);
    private readonly ResponseScan _scan = new(whole: false);
    private long _sequence = -1;

    public override long? NextSequence => _sequence + 1;

    /// <summary>Some write <c>[DONE]</c> as in chats: it says nothing of how the response ended.</summary>
    public override StreamState End(IBufferWriter<byte> output) => Break(BreakReason.Unfinished);

    protected override StreamState TakeData(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        if (!_scan.TryRead(data))
            return Break(BreakReason.Malformed);
        var type = _scan.Type.IsEmpty ? name : _scan.Type.Of(data);
        if (type.IsEmpty && _scan.Error.IsEmpty)
            return Break(BreakReason.Malformed);
        if (type.IsEmpty || type.SequenceEqual("error"u8) || type.SequenceEqual("response.failed"u8))
            return Fail(data);
        // OpenAI's clients give up on an event that is none of a response's, such as another's sign of life.
        if (!type.StartsWith("response."u8))
            return State;

        Note(data);
        if (!_scan.Model.IsEmpty)
            _scan.Repairs.Replace(_scan.Model, _model);
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\n"u8);
        Write(data, _scan.Repairs, output);
        FirstContentSeen |= IsContent(type, data);
        return type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8) ? State = StreamState.Complete : State;
    }

    private void Note(ReadOnlySpan<byte> data)
    {
        Usage = _scan.Usage ?? Usage;
        _sequence = _scan.Sequence ?? _sequence + 1;
        Content.Add(data, _scan.Content, _scan.ContentBytes);
        if (kept && !_scan.Id.IsEmpty)
            Note(PinKind.Response, _scan.Id.Of(data));
        foreach (var signature in _scan.Signatures)
            Note(PinKind.Signature, signature.Of(data));
        foreach (var container in _scan.Containers)
            Note(PinKind.Container, container.Of(data));
    }

    /// <summary>
    /// What the client has a use for, whether it comes in pieces or whole. A tool of the provider's own counts from its beginning:
    /// whoever took over then would search, execute or paint once more.
    /// </summary>
    private bool IsContent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) =>
        _scan.HasPiece
        || type.SequenceEqual("response.output_item.done"u8)
        || (type.SequenceEqual("response.output_item.added"u8) && !IsOfModel(_scan.ItemType.Of(data)));

    private static bool IsOfModel(ReadOnlySpan<byte> item) =>
        item.SequenceEqual("message"u8) || item.SequenceEqual("reasoning"u8) || item.SequenceEqual("function_call"u8) || item.SequenceEqual("custom_tool_call"u8);
}
