using System.Buffers;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline.Bodies;

namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>
/// Turns a provider's stream into the one the client must see, event by event, and notes what it says on the way. An event that
/// needs no edit is copied; one that does is copied around the edit.
/// </summary>
internal abstract class StreamRewriter : IDisposable
{
    /// <summary>Enough of an error to classify it.</summary>
    private const int MaxErrorBytes = 64 * 1024;

    private HashSet<string>? _noted;

    public StreamState State { get; protected set; }

    public BreakReason Reason { get; private set; }

    /// <summary>What the provider sent as its error, whole; empty unless <see cref="State"/> is <see cref="StreamState.Error"/>.</summary>
    public ReadOnlyMemory<byte> ErrorJson { get; private set; }

    /// <summary>True once some of the answer itself has been written. Before that, another provider may still be asked.</summary>
    public bool FirstContentSeen { get; protected set; }

    /// <summary>The provider's last figures; null while it sent none.</summary>
    public TokenUsage? Usage { get; protected set; }

    /// <summary>The text so far, for counting when there are no figures.</summary>
    public ContentLog Content { get; } = new();

    /// <summary>What came since it was last taken that only this account knows; null without any.</summary>
    public List<PinnedThing>? Made { get; private set; }

    /// <summary>The number of the event after the last one; null where events are not numbered.</summary>
    public virtual long? NextSequence => null;

    /// <summary>JSON of the response that the gateway itself has written, when it is whole; empty where it writes none.</summary>
    public virtual ReadOnlyMemory<byte> Response => default;

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
        return next.DataLines > 1 ? TakeLines(data, next.Name, output) : TakeData(next.Data, next.Name, output);
    }

    /// <summary>The provider closed the stream, or said that it was over.</summary>
    public abstract StreamState End(IBufferWriter<byte> output);

    public StreamState Break(BreakReason reason)
    {
        if (State != StreamState.Open)
            return State;
        Reason = reason;
        return State = StreamState.Broken;
    }

    public List<PinnedThing> TakeMade()
    {
        var taken = Made ?? [];
        Made = null;
        return taken;
    }

    public void Dispose() => Content.Dispose();

    /// <summary>Takes the data of one event, in one line.</summary>
    protected abstract StreamState TakeData(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output);

    protected StreamState Fail(ReadOnlySpan<byte> data)
    {
        ErrorJson = data[..Math.Min(data.Length, MaxErrorBytes)].ToArray();
        return State = StreamState.Error;
    }

    /// <param name="quoted">As it stands in the event, quotes included. What has come before is noted once.</param>
    protected void Note(PinKind kind, ReadOnlySpan<byte> quoted)
    {
        if (PinToken.Key(kind, quoted) is { } key && (_noted ??= []).Add(key))
            (Made ??= []).Add(new PinnedThing(kind, key));
    }

    protected static void Write(ReadOnlySpan<byte> data, SpliceList repairs, IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        if (repairs.IsEmpty)
            output.Write(data);
        else
            repairs.WriteTo(data, output);
        output.Write("\n\n"u8);
    }

    /// <summary>JSON holds line feeds only between its tokens, where a space does as well, and some clients read single lines only.</summary>
    private StreamState TakeLines(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        var line = ArrayPool<byte>.Shared.Rent(data.Length);
        data.Replace(line, (byte)'\n', (byte)' ');
        var state = TakeData(line.AsSpan(0, data.Length), name, output);
        if (line.Length <= PooledBody.LargestPooled)
            ArrayPool<byte>.Shared.Return(line);
        return state;
    }
}
