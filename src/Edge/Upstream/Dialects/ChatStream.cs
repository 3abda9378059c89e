using System.Buffers;
using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Upstream.Dialects;

/// <summary>A stream of a chat that is read event by event in terms of no dialect; what is written of it is for those derived from this.</summary>
internal abstract class ChatStream(IChatStreamReader reader) : StreamRewriter
{
    private readonly List<ChatEvent> _events = [];

    public override StreamState End(IBufferWriter<byte> output)
    {
        if (State != StreamState.Open)
            return State;
        _events.Clear();
        reader.Close(_events);
        return TakeEvents(default, default, output) is StreamState.Open ? Break(BreakReason.Unfinished) : State;
    }

    protected override StreamState TakeData(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        _events.Clear();
        return reader.TryRead(name, data, _events) ? TakeEvents(data, name, output) : Break(BreakReason.Malformed);
    }

    /// <summary>Writes what the client must see of one event of the provider's, or of what its end adds.</summary>
    /// <param name="events">What it says.</param>
    /// <param name="data">As it came; empty for what the end adds.</param>
    /// <param name="name">Of the event.</param>
    /// <param name="output">Goes to the client.</param>
    protected abstract void Write(List<ChatEvent> events, ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output);

    private StreamState TakeEvents(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        var (content, ended) = (false, false);
        foreach (ref readonly var next in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_events))
        {
            if (next.Kind == ChatEventKind.Error)
                return Fail(Encoding.UTF8.GetBytes(next.Text ?? "{}"));
            Note(next);
            content |= ChatEventLog.IsContent(next);
            ended |= next.Kind == ChatEventKind.End;
        }
        Write(_events, data, name, output);
        FirstContentSeen |= content;
        return ended ? State = StreamState.Complete : State;
    }

    private void Note(in ChatEvent next)
    {
        if (next.Usage is { } usage)
            Usage = usage.Tokens;
        ChatEventLog.Add(Content, next);
        if (next.Kind is ChatEventKind.ReasoningSignature or ChatEventKind.RedactedReasoning or ChatEventKind.ToolSignature && next.Text is { Length: > 0 } signature)
            Note(PinKind.Signature, JsonText.Quote(signature));
    }
}
