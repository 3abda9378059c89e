using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>One choice of a stream that is being read.</summary>
internal sealed class ChoiceReading(int index, string? answerId)
{
    /// <summary>OpenAI streams speech in no other form.</summary>
    private const string SoundType = "audio/pcm";

    private readonly CallsReading _calls = new(index, answerId);
    private ArrayBufferWriter<byte>? _sound;
    private bool _thinksAloud;

    public int Index => index;

    public bool IsFinished { get; private set; }

    public void Read(JsonElement choice, List<ChatEvent> events)
    {
        // Some providers repeat the end in a last chunk that brings usage.
        if (IsFinished)
            return;
        var delta = choice.ObjectOf("delta");
        ReadThoughts(delta, events);
        ReadText(delta, events);
        Add(ChatEventKind.Refusal, delta.WordOf("refusal"), events);
        ReadMedia(delta, events);
        _calls.Read(delta, events);
        if (choice.ObjectOf("logprobs") is { ValueKind: JsonValueKind.Object } logprobs)
            events.Add(new ChatEvent(ChatEventKind.Logprobs) { Choice = index, Json = logprobs });
        if (delta.ArrayOf("annotations") is { ValueKind: JsonValueKind.Array } annotations && annotations.GetArrayLength() > 0)
            events.Add(new ChatEvent(ChatEventKind.Annotations) { Choice = index, Json = annotations });
        if (choice.WordOf("finish_reason") is { } reason)
            Finish(reason, events);
    }

    private void Finish(string reason, List<ChatEvent> events)
    {
        IsFinished = true;
        if (_sound is not null)
            events.Add(Media(SoundType, Convert.ToBase64String(_sound.WrittenSpan)));
        events.Add(new ChatEvent(ChatEventKind.Finish) { Choice = index, Finish = FinishReasons.Read(reason, _calls.Any) });
    }

    /// <summary>Who says thoughts in plain words says all of them so; the details then only add the proofs.</summary>
    private void ReadThoughts(JsonElement delta, List<ChatEvent> events)
    {
        if (ThoughtsJson.Plain(delta) is { } thoughts)
        {
            _thinksAloud = true;
            Add(ChatEventKind.Reasoning, thoughts, events);
        }
        foreach (var detail in delta.ArrayOf("reasoning_details").Items())
        {
            var signature = ThoughtsJson.Signature(detail);
            var kind = ThoughtsJson.IsRedacted(detail) ? ChatEventKind.RedactedReasoning : ChatEventKind.ReasoningSignature;
            if (!_thinksAloud && kind == ChatEventKind.ReasoningSignature)
                Add(ChatEventKind.Reasoning, ThoughtsJson.DetailText(detail), events);
            if (signature is not null)
                events.Add(new ChatEvent(kind) { Choice = index, Text = signature.Value, Maker = signature.Maker });
        }
    }

    private void ReadText(JsonElement delta, List<ChatEvent> events)
    {
        Add(ChatEventKind.Text, delta.WordOf("content"), events);
        foreach (var part in delta.ArrayOf("content").Items())
        {
            if (ContentJson.Thinking(part) is { } thoughts)
                Add(ChatEventKind.Reasoning, thoughts, events);
            else if (part.TextOf("type") == "text")
                Add(ChatEventKind.Text, part.TextOf("text"), events);
        }
    }

    private void ReadMedia(JsonElement delta, List<ChatEvent> events)
    {
        foreach (var image in delta.ArrayOf("images").Items())
        {
            if (ContentJson.ImageAddress(image) is { } address && DataUri.Bytes(address) is { } bytes)
                events.Add(Media(bytes.MediaType, bytes.Data));
        }
        var audio = delta.ObjectOf("audio");
        Add(ChatEventKind.Text, audio.TextOf("transcript"), events);
        if (audio.WordOf("data") is { } data)
        {
            // Each piece is base64 by itself: joined as text they would be none.
            (_sound ??= new ArrayBufferWriter<byte>()).Write(Convert.FromBase64String(data));
        }
    }

    private ChatEvent Media(string type, string data) => new(ChatEventKind.Media) { Choice = index, Name = type, Text = data };

    private void Add(ChatEventKind kind, string? text, List<ChatEvent> events)
    {
        if (!string.IsNullOrEmpty(text))
            events.Add(ChatEvent.Piece(kind, text, index));
    }
}
