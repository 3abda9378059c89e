using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Realtime;

/// <summary>What has been said on a connection, and what is answered to each event of the client.</summary>
internal sealed class Conversation : IStreamedAnswer
{
    private readonly RealtimeEvents _events = new();
    private readonly List<JsonObject> _items = [];
    private readonly Answer _answer;
    private readonly JsonObject _session;
    private byte[] _buffer = [];
    private byte[]? _heard;
    private int _audioBytes;
    private int _turns;
    private volatile Turn? _turn;

    public Conversation(Call call, Answer answer, long seq)
    {
        _answer = answer;
        _session = new JsonObject
        {
            ["type"] = "realtime",
            ["object"] = "realtime.session",
            ["id"] = $"sess_fake{seq}",
            ["model"] = call.Model,
            ["instructions"] = "",
            ["tools"] = new JsonArray(),
            ["tool_choice"] = "auto",
            ["max_output_tokens"] = "inf",
        };
    }

    public StreamEvent Failure => _events.Error("server_error", null, "The server had an error while processing your request. Sorry about that!");

    public IEnumerable<StreamEvent> Begin() => [_events.Make("session.created", ("session", _session))];

    public IEnumerable<StreamEvent> Events() => Begin();

    public StreamEvent Content(string text) => _events.Make("response.output_text.delta", ("delta", text));

    public StreamEvent Hollow(bool isEmpty) => isEmpty ? _events.Make("response.output_text.delta") : new StreamEvent(null, "{}");

    /// <summary>True for a word of cancelling that has found an answer to cancel.</summary>
    public bool Cancels(string text)
    {
        if (_turn is not { } turn || !text.Contains("\"response.cancel\"", StringComparison.Ordinal))
            return false;
        turn.IsCancelled = true;
        return true;
    }

    public IEnumerable<StreamEvent> AnswersTo(string text)
    {
        if (Parse(text) is not { } said || said.At("type").AsText() is not { } type)
            return [_events.Error("invalid_request_error", "invalid_event", "The server could not parse the event: it is an object with a type.")];
        return type switch
        {
            "session.update" => Update(said.At("session")),
            "conversation.item.create" when said.At("item").AsObject() is { } item => Add(item),
            "input_audio_buffer.append" => Append(said.At("audio").AsText() ?? "", said),
            "input_audio_buffer.clear" => Clear(),
            "input_audio_buffer.commit" => Commit(said),
            "response.create" => Answer(said.At("response")),
            "response.cancel" => [Invalid(said, "response_cancel_not_active", "Cancellation failed: no active response found")],
            _ => [Invalid(said, "invalid_value", $"Invalid value: '{type}'.")],
        };
    }

    private IEnumerable<StreamEvent> Update(JsonElement session)
    {
        foreach (var member in session.Members())
            _session[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        return [_events.Make("session.updated", ("session", _session))];
    }

    private StreamEvent[] Add(JsonObject item)
    {
        var previous = _items.Count > 0 ? (string?)_items[^1]["id"] : null;
        item["id"] ??= $"item_fake{_items.Count + 1}";
        item["object"] = "realtime.item";
        item["status"] = "completed";
        _items.Add(item);
        return [_events.Make("conversation.item.added", ("previous_item_id", previous), ("item", item)), _events.Make("conversation.item.done", ("previous_item_id", previous), ("item", item))];
    }

    private StreamEvent[] Append(string audio, JsonElement said)
    {
        var bytes = new byte[audio.Length];
        if (!Convert.TryFromBase64String(audio, bytes, out var length))
            return [Invalid(said, "invalid_value", "Invalid 'audio'. Expected base64-encoded audio bytes.")];
        _buffer = [.. _buffer, .. bytes[..length]];
        return [];
    }

    private StreamEvent[] Clear()
    {
        _buffer = [];
        return [_events.Make("input_audio_buffer.cleared")];
    }

    private IEnumerable<StreamEvent> Commit(JsonElement said)
    {
        if (_buffer.Length == 0)
            return [Invalid(said, "input_audio_buffer_commit_empty", "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has 0.00ms of audio.")];
        (_heard, _buffer) = (_buffer, []);
        _audioBytes += _heard.Length;
        var item = new JsonObject { ["type"] = "message", ["role"] = "user", ["content"] = new JsonArray(new JsonObject { ["type"] = "input_audio", ["transcript"] = null }) };
        var added = Add(item);
        return [_events.Make("input_audio_buffer.committed", ("previous_item_id", null), ("item_id", (string?)item["id"])), .. added];
    }

    /// <summary>The user's last words come back as text, the last sound as sound, unless the rule has other words.</summary>
    private IEnumerable<StreamEvent> Answer(JsonElement asked)
    {
        var told = asked.At("output_modalities") is { ValueKind: JsonValueKind.Array } own ? own.ToString() : _session["output_modalities"]?.ToJsonString();
        var speaks = told?.Contains("audio", StringComparison.Ordinal) ?? _heard is not null;
        var echoes = _answer.ToolCall is null && _answer.ToolCalls.Count == 0;
        var plan = new TextPlan(
            new Asked(_items.Sum(item => Words.In(JsonSerializer.SerializeToElement(item["content"]))), null),
            echoes && _answer.Text is null && LastWords() is { } words ? _answer with { Text = words } : _answer);
        _turn = new Turn(_events, plan, _answer, ++_turns, new TurnAudio(speaks, _heard ?? [], _audioBytes));
        _heard = null;
        foreach (var said in _turn.Events())
            yield return said;
        _items.AddRange(_turn.Items);
        _turn = null;
    }

    private string? LastWords() => _items.LastOrDefault(item => (string?)item["role"] == "user")?["content"] is JsonArray parts
        && string.Join(' ', parts.Select(part => (string?)part?["text"]).OfType<string>()) is { Length: > 0 } words ? words : null;

    private StreamEvent Invalid(JsonElement said, string code, string message) => _events.Error("invalid_request_error", code, message, said.At("event_id").AsText());

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
