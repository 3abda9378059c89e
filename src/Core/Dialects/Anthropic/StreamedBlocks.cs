using System.Text.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>The blocks of one stream that are open, and what their pieces say.</summary>
internal sealed class StreamedBlocks
{
    private readonly Dictionary<int, Block> _open = [];
    private int _calls;

    public bool HasCalls => _calls > 0;

    /// <exception cref="InvalidOperationException"><paramref name="block"/> is no object.</exception>
    public void Start(int index, JsonElement block, List<ChatEvent> events)
    {
        Stop(index, events);
        var opened = new Block(BlockKind.Other);
        switch (block.Text("type"))
        {
            case "text":
                opened = new Block(BlockKind.Text);
                Piece(ChatEventKind.Text, block.Text("text"), events);
                break;
            case "thinking":
                opened = new Block(BlockKind.Thinking);
                Piece(ChatEventKind.Reasoning, block.Text("thinking"), events);
                Signature(block.Text("signature"), events);
                break;
            case "redacted_thinking":
                if (block.Text("data") is { Length: > 0 } data)
                    events.Add(new ChatEvent(ChatEventKind.RedactedReasoning) { Text = data, Maker = Dialect.Anthropic });
                break;
            case "tool_use":
                // Most send an empty input here and pieces of it later, a few all of it at once.
                opened = new Block(BlockKind.Call)
                {
                    Call = _calls,
                    Input = block.Member("input") is { ValueKind: JsonValueKind.Object } input ? input.GetRawText() : "{}",
                };
                events.Add(new ChatEvent(ChatEventKind.ToolCall)
                {
                    Call = _calls,
                    Id = block.Text("id") is { Length: > 0 } id ? id : $"toolu_{_calls}",
                    Name = block.Text("name") ?? "",
                });
                _calls++;
                break;
        }
        _open[index] = opened;
    }

    /// <returns>False when a piece of a call's arguments has no call to belong to.</returns>
    /// <exception cref="InvalidOperationException"><paramref name="delta"/> is no object.</exception>
    public bool TryAdd(int index, JsonElement delta, List<ChatEvent> events)
    {
        var isOpen = _open.TryGetValue(index, out var block);
        switch (delta.Text("type"))
        {
            case "text_delta" when !isOpen || block.Kind == BlockKind.Text:
                Piece(ChatEventKind.Text, delta.Text("text"), events);
                break;
            case "thinking_delta" when !isOpen || block.Kind == BlockKind.Thinking:
                Piece(ChatEventKind.Reasoning, delta.Text("thinking"), events);
                break;
            case "signature_delta" when !isOpen || block.Kind == BlockKind.Thinking:
                Signature(delta.Text("signature"), events);
                break;
            case "citations_delta" when delta.Member("citation") is { ValueKind: JsonValueKind.Object } citation:
                events.Add(new ChatEvent(ChatEventKind.Annotations) { Json = Citations.ListOf(citation) });
                break;
            case "input_json_delta" when !isOpen:
                return false;
            case "input_json_delta" when block.Kind == BlockKind.Call && delta.Text("partial_json") is { Length: > 0 } json:
                events.Add(ChatEvent.Piece(ChatEventKind.ToolArguments, json, call: block.Call));
                _open[index] = block with { Input = null };
                break;
        }
        return true;
    }

    /// <summary>A call without arguments ends with the empty object, which not every provider says.</summary>
    public void Stop(int index, List<ChatEvent> events)
    {
        if (_open.Remove(index, out var block) && block is { Kind: BlockKind.Call, Input: { } input })
            events.Add(ChatEvent.Piece(ChatEventKind.ToolArguments, input, call: block.Call));
    }

    public void StopAll(List<ChatEvent> events)
    {
        while (_open.Count > 0)
            Stop(_open.Keys.Min(), events);
    }

    private static void Piece(ChatEventKind kind, string? text, List<ChatEvent> events)
    {
        if (!string.IsNullOrEmpty(text))
            events.Add(ChatEvent.Piece(kind, text));
    }

    private static void Signature(string? value, List<ChatEvent> events)
    {
        if (!string.IsNullOrEmpty(value))
            events.Add(new ChatEvent(ChatEventKind.ReasoningSignature) { Text = value, Maker = Dialect.Anthropic });
    }

    private enum BlockKind
    {
        Other,
        Text,
        Thinking,
        Call,
    }

    /// <param name="Kind">What it holds.</param>
    private readonly record struct Block(BlockKind Kind)
    {
        /// <summary>Which call it is, from 0.</summary>
        public int Call { get; init; }

        /// <summary>Arguments given whole at the start; null once pieces have come.</summary>
        public string? Input { get; init; }
    }
}
