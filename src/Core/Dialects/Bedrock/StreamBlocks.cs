using System.Buffers;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>The blocks of a streamed answer that are under way, by their index.</summary>
internal sealed class StreamBlocks
{
    private readonly Dictionary<long, Block> _open = [];
    private int _calls;

    public bool HaveCalls => _calls > 0;

    /// <returns>False when it makes no sense.</returns>
    public bool Start(JsonElement payload, List<ChatEvent> events)
    {
        var start = payload.Member("start");
        if (start?.Member("toolUse") is { } call)
            return StartCall(call, Index(payload), events);
        if (start?.Member("image") is { } image)
            _open[Index(payload)] = new Block(BlockKind.Image) { MediaType = MediaFormats.Images.TypeOf(image.Text("format") ?? "") ?? "image/png" };
        else if (start?.Member("toolResult") is not null)
            _open[Index(payload)] = new Block(BlockKind.Foreign);
        return true;
    }

    /// <inheritdoc cref="Start"/>
    public bool Continue(JsonElement payload, List<ChatEvent> events)
    {
        if (payload.Member("delta") is not { } delta)
            return false;
        if (delta.Text("text") is { } text)
            Add(ChatEventKind.Text, text, events);
        else if (delta.Member("toolUse") is { } call)
            return ContinueCall(call, Index(payload), events);
        else if (delta.Member("reasoningContent") is { } reasoning)
            AddReasoning(reasoning, events);
        else if (delta.Member("citation") is { } citation)
            events.Add(new(ChatEventKind.Annotations) { Json = JsonElement.Parse($"[{citation.GetRawText()}]") });
        else if (delta.Member("image")?.Member("source")?.Text("bytes") is { } bytes && _open.TryGetValue(Index(payload), out var block))
            block.Media?.Write(Convert.FromBase64String(bytes));
        return true;
    }

    /// <inheritdoc cref="Start"/>
    public bool Stop(JsonElement payload, List<ChatEvent> events)
    {
        if (_open.Remove(Index(payload), out var block))
            Stop(block, events);
        return true;
    }

    public void StopAll(List<ChatEvent> events)
    {
        foreach (var block in _open.Values)
            Stop(block, events);
        _open.Clear();
    }

    private static long Index(JsonElement payload) => payload.Count("contentBlockIndex") ?? 0;

    private static void Add(ChatEventKind kind, string text, List<ChatEvent> events)
    {
        if (text.Length > 0)
            events.Add(ChatEvent.Piece(kind, text));
    }

    private static void AddReasoning(JsonElement reasoning, List<ChatEvent> events)
    {
        if (reasoning.Text("text") is { } text)
            Add(ChatEventKind.Reasoning, text, events);
        else if (reasoning.Text("signature") is { Length: > 0 } signature)
            events.Add(new(ChatEventKind.ReasoningSignature) { Text = signature, Maker = Dialect.Bedrock });
        else if (reasoning.Text("redactedContent") is { Length: > 0 } redacted)
            events.Add(new(ChatEventKind.RedactedReasoning) { Text = redacted, Maker = Dialect.Bedrock });
    }

    private static void Stop(Block block, List<ChatEvent> events)
    {
        if (block is { Kind: BlockKind.Call, HasArguments: false })
            events.Add(ChatEvent.Piece(ChatEventKind.ToolArguments, "{}", call: block.Call));
        if (block.Media is { WrittenCount: > 0 } media)
            events.Add(new(ChatEventKind.Media) { Name = block.MediaType, Text = Convert.ToBase64String(media.WrittenSpan) });
    }

    /// <summary>A call with a type of its own is one that Bedrock itself answers.</summary>
    private bool StartCall(JsonElement call, long index, List<ChatEvent> events)
    {
        if (call.Text("type") is not null)
        {
            _open[index] = new Block(BlockKind.Foreign);
            return true;
        }
        if (call.Text("name") is not { Length: > 0 } name)
            return false;
        var block = new Block(BlockKind.Call) { Call = _calls++ };
        var id = call.Text("toolUseId") is { Length: > 0 } given ? given : $"tooluse_{block.Call}";
        events.Add(new(ChatEventKind.ToolCall) { Call = block.Call, Id = id, Name = name });
        _open[index] = block;
        return true;
    }

    private bool ContinueCall(JsonElement call, long index, List<ChatEvent> events)
    {
        if (!_open.TryGetValue(index, out var block))
            return false;
        if (block.Kind == BlockKind.Call && call.Text("input") is { Length: > 0 } input)
        {
            block.HasArguments = true;
            events.Add(ChatEvent.Piece(ChatEventKind.ToolArguments, input, call: block.Call));
        }
        return true;
    }

    private enum BlockKind
    {
        Call,
        Image,

        /// <summary>Of no concern to the caller.</summary>
        Foreign,
    }

    private sealed class Block(BlockKind kind)
    {
        public BlockKind Kind { get; } = kind;

        public int Call { get; init; }

        public bool HasArguments { get; set; }

        public string? MediaType { get; init; }

        public ArrayBufferWriter<byte>? Media { get; } = kind == BlockKind.Image ? new() : null;
    }
}
