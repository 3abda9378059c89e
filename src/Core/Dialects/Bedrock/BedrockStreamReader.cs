using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>
/// Reads the messages of one stream by their types. The answer is whole when its stop has come, and its metadata or the end of
/// the stream.
/// </summary>
internal sealed class BedrockStreamReader : IChatStreamReader
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 64 };

    private readonly StreamBlocks _blocks = new();
    private bool _started;
    private bool _stopped;
    private bool _metered;
    private bool _ended;

    public bool TryRead(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        if (_ended)
            return true;
        try
        {
            var payload = JsonElement.Parse(AnswerBytes.Mend(data) ?? data, _options);
            return payload.ValueKind == JsonValueKind.Object && Read(name, payload, data, events);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    public void Close(List<ChatEvent> events)
    {
        if (_stopped && !_ended)
            End(events);
    }

    private bool Read(ReadOnlySpan<byte> name, JsonElement payload, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        if (StreamFaults.IsException(name))
            return Fail(StreamFaults.Describe(name, payload), events);
        if (payload.Member("error") is not null)
            return Fail(Encoding.UTF8.GetString(data), events);
        if (name.SequenceEqual("metadata"u8))
            return Meter(payload, events);
        if (_stopped)
            return true;
        if (name.SequenceEqual("messageStart"u8))
            return Start(events);
        if (name.SequenceEqual("messageStop"u8))
            return Stop(payload, events);
        if (name.SequenceEqual("contentBlockStart"u8))
            return Start(events) && _blocks.Start(payload, events);
        if (name.SequenceEqual("contentBlockDelta"u8))
            return Start(events) && _blocks.Continue(payload, events);
        return !name.SequenceEqual("contentBlockStop"u8) || _blocks.Stop(payload, events);
    }

    private bool Start(List<ChatEvent> events)
    {
        if (!_started)
            events.Add(new(ChatEventKind.Start));
        return _started = true;
    }

    private bool Stop(JsonElement payload, List<ChatEvent> events)
    {
        Start(events);
        _blocks.StopAll(events);
        events.Add(new(ChatEventKind.Finish)
        {
            Finish = StopReasons.Read(payload.Text("stopReason"), _blocks.HaveCalls),
            Text = StopReasons.Sequence(payload),
        });
        _stopped = true;
        if (_metered)
            End(events);
        return true;
    }

    private bool Meter(JsonElement payload, List<ChatEvent> events)
    {
        Start(events);
        if (BedrockUsage.Read(payload) is { } usage)
            events.Add(new(ChatEventKind.Usage) { Usage = usage });
        _metered = true;
        if (_stopped)
            End(events);
        return true;
    }

    private bool Fail(string json, List<ChatEvent> events)
    {
        events.Add(ChatEvent.Failed(json));
        return _ended = true;
    }

    private void End(List<ChatEvent> events)
    {
        events.Add(new(ChatEventKind.End));
        _ended = true;
    }
}
