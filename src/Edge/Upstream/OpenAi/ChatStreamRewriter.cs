using System.Buffers;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pinning;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// Turns a provider's stream of chat or text completions into the one the client must see, event by event, and notes what it says on the way.
/// An event that needs no edit is copied; one that does is copied around the edit.
/// </summary>
/// <param name="model">The name the client asked for.</param>
/// <param name="hideUsage">True when the gateway asked for usage and the client did not.</param>
/// <param name="partial">Keeps what another target would need to go on, or what came before; null where nobody goes on.</param>
internal sealed class ChatStreamRewriter(string model, bool hideUsage, PartialAnswer? partial = null) : IDisposable
{
    /// <summary>Enough of an error to classify it.</summary>
    private const int MaxErrorBytes = 64 * 1024;

    private readonly byte[] _model = JsonText.Quote(model);
    private readonly ChunkScan _scan = new(whole: false) { KeepsText = partial is not null, DropsRole = partial is { Continues: true } };
    private UInt128 _seen;
    private UInt128 _finished;

    public StreamState State { get; private set; }

    public BreakReason Reason { get; private set; }

    /// <summary>What the provider sent as its error, whole; empty unless <see cref="State"/> is <see cref="StreamState.Error"/>.</summary>
    public ReadOnlyMemory<byte> ErrorJson { get; private set; }

    /// <summary>True once some of the answer itself has been written. Before that, another provider may still be asked.</summary>
    public bool FirstContentSeen { get; private set; }

    /// <summary>The provider's last figures; null while it sent none.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>The text so far, for counting when there are no figures.</summary>
    public ContentLog Content { get; } = new();

    /// <summary>What signatures of thoughts that came since they were last taken are kept under; null without any.</summary>
    public List<string>? Signatures { get; private set; }

    /// <summary>True when every choice that occurred has its finish reason.</summary>
    public bool Finished => _seen != UInt128.Zero && _finished == _seen;

    /// <summary>Takes the next event and writes what the client must see of it, which may be nothing.</summary>
    public StreamState Take(in SseEvent next, IBufferWriter<byte> output)
    {
        if (State != StreamState.Open)
            return State;

        var data = next.Data.Trim(" \t\n"u8);
        if (data.IsEmpty)
            return State;
        if (data.SequenceEqual("[DONE]"u8))
            return End(output);
        return next.DataLines > 1 ? TakeLines(data, next.Name, output) : TakeChunk(next.Data, next.Name, output);
    }

    /// <summary>The provider closed the stream. Without <c>[DONE]</c> that is still a success when every choice is finished.</summary>
    public StreamState End(IBufferWriter<byte> output)
    {
        if (State != StreamState.Open)
            return State;
        if (!Finished)
            return Break(BreakReason.Unfinished);
        output.Write("data: [DONE]\n\n"u8);
        return State = StreamState.Complete;
    }

    public StreamState Break(BreakReason reason)
    {
        if (State != StreamState.Open)
            return State;
        Reason = reason;
        return State = StreamState.Broken;
    }

    public List<string> TakeSignatures()
    {
        var taken = Signatures ?? [];
        Signatures = null;
        return taken;
    }

    public void Dispose() => Content.Dispose();

    /// <summary>JSON holds line feeds only between its tokens, where a space does as well, and some clients read single lines only.</summary>
    private StreamState TakeLines(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        var line = ArrayPool<byte>.Shared.Rent(data.Length);
        data.Replace(line, (byte)'\n', (byte)' ');
        var state = TakeChunk(line.AsSpan(0, data.Length), name, output);
        ArrayPool<byte>.Shared.Return(line);
        return state;
    }

    private StreamState TakeChunk(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
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
        Write(data, output);
        FirstContentSeen |= _scan.HasContent;
        return State;
    }

    private void Note(ReadOnlySpan<byte> data)
    {
        Usage = _scan.Usage ?? Usage;
        _seen |= _scan.Seen;
        _finished |= _scan.Finished;
        Content.Add(data, _scan.Content, _scan.ContentBytes);
        if (_scan.Signatures is { Count: > 0 } signatures)
            (Signatures ??= []).AddRange(PinToken.Keys(PinKind.Signature, data, signatures));
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

    private void Write(ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        if (_scan.Repairs.IsEmpty)
            output.Write(data);
        else
            _scan.Repairs.WriteTo(data, output);
        output.Write("\n\n"u8);
    }

    private StreamState Fail(ReadOnlySpan<byte> data)
    {
        ErrorJson = data[..Math.Min(data.Length, MaxErrorBytes)].ToArray();
        return State = StreamState.Error;
    }
}
