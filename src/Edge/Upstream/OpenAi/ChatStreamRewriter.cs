using System.Buffers;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>Streams of chat or text completions.</summary>
/// <param name="model">The name the client asked for.</param>
/// <param name="hideUsage">True when the gateway asked for usage and the client did not.</param>
/// <param name="partial">Keeps what another target would need to go on, or what came before; null where nobody goes on.</param>
internal sealed class ChatStreamRewriter(string model, bool hideUsage, PartialAnswer? partial = null) : StreamRewriter
{
    private readonly byte[] _model = JsonText.Quote(model);
    private readonly ChunkScan _scan = new(whole: false) { KeepsText = partial is not null, DropsRole = partial is { Continues: true } };
    private UInt128 _seen;
    private UInt128 _finished;

    /// <summary>True when every choice that occurred has its finish reason.</summary>
    public bool Finished => _seen != UInt128.Zero && _finished == _seen;

    /// <summary>Without <c>[DONE]</c> it is still a success when every choice is finished.</summary>
    public override StreamState End(IBufferWriter<byte> output)
    {
        if (State != StreamState.Open)
            return State;
        if (!Finished)
            return Break(BreakReason.Unfinished);
        output.Write("data: [DONE]\n\n"u8);
        return State = StreamState.Complete;
    }

    protected override StreamState TakeData(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        var readable = _scan.TryRead(data);
        if (name.SequenceEqual("error"u8) || (readable && !_scan.Error.IsEmpty))
            return Fail(data);

        // Events of a name of their own are no chunks, unless they look like one.
        var foreign = !name.IsEmpty && !name.SequenceEqual("message"u8);
        if (foreign && (!readable || _scan.Choices == ChoicesShape.Missing))
            return State;
        if (!readable)
            return Break(BreakReason.Malformed);

        Note(data);
        if (_scan.GaveUp)
            return Break(BreakReason.GaveUp);
        if (hideUsage && _scan.Usage is not null && _scan.Choices != ChoicesShape.Present)
            return State;

        Edit(data);
        partial?.Take(data, _scan);
        Write(data, _scan.Repairs, output);
        FirstContentSeen |= _scan.HasContent;
        return State;
    }

    private void Note(ReadOnlySpan<byte> data)
    {
        Usage = _scan.Usage ?? Usage;
        _seen |= _scan.Seen;
        _finished |= _scan.Finished;
        Content.Add(data, _scan.Content, _scan.ContentBytes);
        if (_scan.Signatures is not { Count: > 0 } signatures)
            return;
        foreach (var signature in signatures)
            Note(PinKind.Signature, signature.Of(data));
    }

    private void Edit(ReadOnlySpan<byte> data)
    {
        if (!_scan.Model.IsEmpty && !_scan.Model.Of(data).SequenceEqual(_model))
            _scan.Repairs.Replace(_scan.Model, _model);

        var hidden = hideUsage && !_scan.UsageMember.IsEmpty;
        if (_scan.Choices == ChoicesShape.Null)
            _scan.Repairs.Replace(_scan.ChoicesValue, "[]"u8);
        else if (_scan.Choices == ChoicesShape.Missing)
            _scan.Repairs.Insert(_scan.Start + 1, _scan.Members > (hidden ? 1 : 0) ? "\"choices\":[],"u8 : "\"choices\":[]"u8);
        if (hidden)
            _scan.Repairs.Remove(_scan.UsageMember);
        if (partial is { Continues: true })
            GoOn(partial, hidden);
    }

    /// <summary>The client is to see one answer: one id, and what all of it took.</summary>
    private void GoOn(PartialAnswer before, bool usageHidden)
    {
        if (!_scan.Id.IsEmpty && before.Id.Length > 0)
            _scan.Repairs.Replace(_scan.Id, before.Id);
        if (_scan.Usage is { } usage && !usageHidden && !_scan.UsageValue.IsEmpty)
            _scan.Repairs.Replace(_scan.UsageValue, UsageJson.Write(before.Spent.And(usage)));
    }
}
