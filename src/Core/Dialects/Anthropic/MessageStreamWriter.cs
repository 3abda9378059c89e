using System.Buffers;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>
/// Writes a stream of messages. One block is open at a time and none is opened again, so that whatever comes in between the pieces of a
/// call's arguments waits until these are whole.
/// </summary>
internal sealed class MessageStreamWriter(AnswerTraits traits) : IChatStreamWriter
{
    private readonly BlockStream _blocks = new();
    private List<ChatEvent> _waiting = [];
    private bool _started;
    private bool _finished;
    private bool _settled;
    private bool _over;
    private FinishReason _finish;
    private string? _stopSequence;
    private ChatUsage? _usage;

    public void Write(in ChatEvent next, IBufferWriter<byte> output)
    {
        // Clients of this dialect know of one choice only.
        if (_over || next.Choice != 0)
            return;
        switch (next.Kind)
        {
            case ChatEventKind.Start:
                Begin(next.Id, output);
                break;
            case ChatEventKind.Usage:
                _usage = next.Usage ?? _usage;
                if (_finished)
                    Settle(output);
                break;
            case ChatEventKind.Finish:
                Begin(null, output);
                Finish(next.Finish, next.Text, output);
                break;
            case ChatEventKind.End:
                Begin(null, output);
                Finish(FinishReason.Stop, null, output);
                Settle(output);
                StreamFrames.MessageStop(output);
                _over = true;
                break;
            case ChatEventKind.Error or ChatEventKind.Logprobs or ChatEventKind.Media:
                break;
            default:
                Begin(null, output);
                if (!_finished)
                    Place(next, output);
                break;
        }
    }

    private void Begin(string? id, IBufferWriter<byte> output)
    {
        if (_started)
            return;
        _started = true;
        StreamFrames.MessageStart(output, AnswerWriter.IdOf(id, traits), traits.Model, traits.PromptTokens);
    }

    private void Place(in ChatEvent next, IBufferWriter<byte> output)
    {
        WriteOrKeep(next, output);
        while (_waiting.Count > 0 && !_blocks.IsMidCall)
            Release(output);
    }

    private void WriteOrKeep(in ChatEvent next, IBufferWriter<byte> output)
    {
        if (_blocks.Owns(next) || (!_blocks.IsMidCall && _waiting.Count == 0))
            _blocks.Write(next, output);
        else
            _waiting.Add(next);
    }

    /// <summary>Writes the first of what waits at least, so that repeating it comes to an end.</summary>
    private void Release(IBufferWriter<byte> output)
    {
        var released = _waiting;
        _waiting = [];
        foreach (var next in released)
            WriteOrKeep(next, output);
    }

    private void Finish(FinishReason reason, string? stopSequence, IBufferWriter<byte> output)
    {
        if (_finished)
            return;
        _finished = true;
        (_finish, _stopSequence) = (reason, stopSequence);
        _blocks.Close(output);
        while (_waiting.Count > 0)
        {
            Release(output);
            _blocks.Close(output);
        }
    }

    /// <summary>The last word on usage may come after the reason why the answer ended, and there is one frame for both.</summary>
    private void Settle(IBufferWriter<byte> output)
    {
        if (_settled)
            return;
        _settled = true;
        var reason = StopReasons.Write(_finish, _stopSequence, _blocks.HasRefusal, _blocks.HasCalls);
        StreamFrames.MessageDelta(output, reason, _stopSequence, _usage ?? new ChatUsage(traits.PromptTokens, 0));
    }
}
