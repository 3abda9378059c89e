using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Reads a stream of messages. It is whole at <c>message_stop</c> and not before.</summary>
internal sealed class MessageStreamReader : IChatStreamReader
{
    private readonly Func<JsonElement, IChatStreamReader?> _take;
    private readonly StreamedBlocks _blocks = new();
    private UsageCount _usage;
    private List<ChatEvent> _events = [];
    private bool _started;
    private bool _finished;
    private bool _over;

    public MessageStreamReader() => _take = Take;

    public bool TryRead(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        // Some who speak this dialect end like OpenAI all the same.
        if (_over || data.SequenceEqual("[DONE]"u8))
            return true;
        _events = events;
        return AnswerDocument.Read(data, _take) is not null;
    }

    public void Close(List<ChatEvent> events)
    {
    }

    /// <summary>Null when the event makes no sense.</summary>
    private MessageStreamReader? Take(JsonElement root)
    {
        switch (root.Text("type"))
        {
            case "message_start":
                Start(root.Member("message"));
                break;
            case "content_block_start":
                Begin();
                if (root.Member("content_block") is { } block)
                    _blocks.Start(IndexOf(root), block, _events);
                break;
            case "content_block_delta":
                Begin();
                if (root.Member("delta") is { } delta && !_blocks.TryAdd(IndexOf(root), delta, _events))
                    return null;
                break;
            case "content_block_stop":
                _blocks.Stop(IndexOf(root), _events);
                break;
            case "message_delta":
                Begin();
                Settle(root);
                break;
            case "message_stop":
                Begin();
                Finish(_blocks.HasCalls ? FinishReason.ToolCalls : FinishReason.Stop, null);
                _events.Add(new ChatEvent(ChatEventKind.End));
                _over = true;
                break;
            case "error":
            case null when root.Member("error") is not null:
                _events.Add(ChatEvent.Failed(root.GetRawText()));
                _over = true;
                break;
        }
        return this;
    }

    private void Start(JsonElement? message)
    {
        if (message is not { ValueKind: JsonValueKind.Object } said)
        {
            Begin();
            return;
        }
        if (!_started)
            _events.Add(new ChatEvent(ChatEventKind.Start) { Id = said.Text("id"), Name = said.Text("model") });
        _started = true;
        Count(said.Member("usage"));
    }

    private void Begin()
    {
        if (!_started)
            _events.Add(new ChatEvent(ChatEventKind.Start));
        _started = true;
    }

    private void Settle(JsonElement root)
    {
        if (root.Member("delta") is { ValueKind: JsonValueKind.Object } delta && delta.Text("stop_reason") is { } reason)
            Finish(StopReasons.Read(reason), delta.Text("stop_sequence"));
        Count(root.Member("usage"));
    }

    private void Finish(FinishReason reason, string? stopSequence)
    {
        if (_finished)
            return;
        _finished = true;
        _blocks.StopAll(_events);
        _events.Add(new ChatEvent(ChatEventKind.Finish) { Finish = reason, Text = stopSequence });
    }

    private void Count(JsonElement? usage)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } said)
            return;
        _usage.Take(said);
        _events.Add(new ChatEvent(ChatEventKind.Usage) { Usage = _usage.ToChat() });
    }

    private static int IndexOf(JsonElement root) => root.Member("index") is { ValueKind: JsonValueKind.Number } index && index.TryGetInt32(out var place) ? place : 0;
}
