using System.Buffers;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Writes the blocks of one stream: opens one as what is said changes, and closes the one before.</summary>
internal sealed class BlockStream
{
    private readonly Dictionary<int, string> _callIds = [];
    private BlockKind _open;
    private int _index = -1;
    private int _call;
    private string? _unannounced;
    private JsonObjectScan _arguments;

    public bool HasRefusal { get; private set; }

    public bool HasCalls => _callIds.Count > 0;

    /// <summary>True while a call's arguments are not whole: nothing but these can be written.</summary>
    public bool IsMidCall => _open == BlockKind.Call && !_arguments.IsWhole;

    /// <summary>Whether it is a piece of the block that is open, or stands before one that is about to open.</summary>
    public bool Owns(in ChatEvent next) => _open == BlockKind.Call && next.Call == _call
        && (next.Kind == ChatEventKind.ToolArguments || (next.Kind == ChatEventKind.ToolSignature && _unannounced is not null));

    public void Write(in ChatEvent next, IBufferWriter<byte> output)
    {
        switch (next.Kind)
        {
            case ChatEventKind.Text:
                WriteText(next.Text, output);
                break;
            case ChatEventKind.Refusal:
                HasRefusal = true;
                WriteText(next.Text, output);
                break;
            case ChatEventKind.Reasoning when !string.IsNullOrEmpty(next.Text):
                OpenThinking(output);
                StreamFrames.Delta(output, _index, "thinking_delta", "thinking", next.Text);
                break;
            case ChatEventKind.ReasoningSignature when !string.IsNullOrEmpty(next.Text):
                OpenThinking(output);
                StreamFrames.Delta(output, _index, "signature_delta", "signature", CarriedSignature.Wrap(next.Maker, next.Text));
                Close(output);
                break;
            case ChatEventKind.RedactedReasoning when !string.IsNullOrEmpty(next.Text):
                Close(output);
                WriteRedacted(CarriedSignature.Wrap(next.Maker, next.Text), output);
                break;
            case ChatEventKind.ToolCall:
                OpenCall(next, output);
                break;
            case ChatEventKind.ToolArguments:
                WriteArguments(next, output);
                break;
            case ChatEventKind.ToolSignature when !string.IsNullOrEmpty(next.Text) && _callIds.TryGetValue(next.Call, out var id):
                if (!Owns(next))
                    Close(output);
                WriteRedacted(CarriedSignature.WrapTool(next.Maker, id, next.Text), output);
                break;
            case ChatEventKind.Annotations when _open == BlockKind.Text && next.Json is { ValueKind: JsonValueKind.Array } sources:
                foreach (var source in sources.EnumerateArray())
                    if (Citations.IsOwn(source))
                        StreamFrames.Citation(output, _index, source);
                break;
        }
    }

    public void Close(IBufferWriter<byte> output)
    {
        if (_open == BlockKind.None)
            return;
        if (_open == BlockKind.Call)
            Announce(output);
        StreamFrames.BlockStop(output, _index);
        _open = BlockKind.None;
    }

    private void WriteText(string? text, IBufferWriter<byte> output)
    {
        if (string.IsNullOrEmpty(text))
            return;
        if (Opens(BlockKind.Text, output))
            StreamFrames.TextStart(output, _index);
        StreamFrames.Delta(output, _index, "text_delta", "text", text);
    }

    private void OpenThinking(IBufferWriter<byte> output)
    {
        if (Opens(BlockKind.Thinking, output))
            StreamFrames.ThinkingStart(output, _index);
    }

    /// <summary>Its frame waits for the first of its arguments, since a proof of the thoughts behind it goes before it.</summary>
    private void OpenCall(in ChatEvent next, IBufferWriter<byte> output)
    {
        Close(output);
        _open = BlockKind.Call;
        _call = next.Call;
        _callIds[next.Call] = next.Id ?? "";
        _unannounced = next.Name ?? "";
        _arguments = default;
    }

    private void Announce(IBufferWriter<byte> output)
    {
        if (_unannounced is not { } name)
            return;
        _unannounced = null;
        _index++;
        StreamFrames.CallStart(output, _index, _callIds[_call], name);
    }

    /// <summary>Arguments that are whole already are not made more; some providers end theirs with blanks.</summary>
    private void WriteArguments(in ChatEvent next, IBufferWriter<byte> output)
    {
        if (!Owns(next) || _arguments.IsWhole || string.IsNullOrEmpty(next.Text))
            return;
        Announce(output);
        _arguments.Take(next.Text);
        StreamFrames.Delta(output, _index, "input_json_delta", "partial_json", next.Text);
    }

    private void WriteRedacted(string data, IBufferWriter<byte> output)
    {
        _index++;
        StreamFrames.RedactedStart(output, _index, data);
        StreamFrames.BlockStop(output, _index);
    }

    private bool Opens(BlockKind kind, IBufferWriter<byte> output)
    {
        if (_open == kind)
            return false;
        Close(output);
        _open = kind;
        _index++;
        return true;
    }

    private enum BlockKind
    {
        None,
        Text,
        Thinking,
        Call,
    }
}
