using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>
/// A provider's stream. Every event is a whole answer that holds what is new, and none says that it is the last: the answer is whole
/// when the stream closes and every candidate has had a reason to end. Earlier models gave one with every event, so that a reason
/// counts once nothing more can follow.
/// </summary>
internal sealed class GeminiStreamReader : IChatStreamReader
{
    private readonly Dictionary<int, Candidate> _candidates = [];
    private readonly List<ContentPart> _parts = [];
    private readonly Func<JsonElement, object?> _read;
    private List<ChatEvent> _events = [];
    private string? _id;
    private bool _started;
    private bool _over;

    public GeminiStreamReader() => _read = root =>
    {
        Read(root, _events);
        return this;
    };

    public bool TryRead(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        if (_over)
            return false;
        if (data.SequenceEqual("[DONE]"u8))
            return true;
        var before = events.Count;
        _events = events;
        if (AnswerDocument.Read(data, _read) is not null)
            return true;
        events.RemoveRange(before, events.Count - before);
        _over = true;
        return false;
    }

    public void Close(List<ChatEvent> events)
    {
        if (_over || _candidates.Count == 0)
            return;
        foreach (var candidate in _candidates.Values)
            if (candidate.Reason is null)
                return;
        _over = true;
        foreach (var (index, candidate) in _candidates)
            events.Add(new ChatEvent(ChatEventKind.Finish) { Choice = index, Finish = GeminiFinish.Read(candidate.Reason, candidate.Calls > 0) });
        events.Add(new ChatEvent(ChatEventKind.End));
    }

    private void Read(JsonElement root, List<ChatEvent> events)
    {
        if (root.Get("error"u8).ValueKind != JsonValueKind.Undefined)
        {
            _over = true;
            events.Add(ChatEvent.Failed(root.GetRawText()));
            return;
        }
        if (!_started)
        {
            _started = true;
            _id = root.GetText("responseId"u8);
            events.Add(new ChatEvent(ChatEventKind.Start) { Id = _id, Name = root.GetText("modelVersion"u8), Created = AnswerHead.Created(root) ?? 0 });
        }
        foreach (var candidate in root.GetItems("candidates"u8))
            ReadCandidate(candidate, events);
        if (_candidates.Count == 0 && AnswerHead.IsBlocked(root))
            _candidates[0] = new Candidate(_id) { Reason = "SAFETY" };
        if (GeminiUsage.Read(root) is { } usage)
            events.Add(new ChatEvent(ChatEventKind.Usage) { Usage = usage });
    }

    private void ReadCandidate(JsonElement json, List<ChatEvent> events)
    {
        var index = (int)Math.Min(json.GetCount("index"u8), int.MaxValue);
        if (!_candidates.TryGetValue(index, out var candidate))
            _candidates[index] = candidate = new Candidate(_id);
        _parts.Clear();
        foreach (var part in json.Get("content"u8).GetItems("parts"u8))
            AnswerPartReader.Read(part, candidate.Ids, _parts);
        foreach (var part in _parts)
            Add(part, index, candidate, events);
        if (GeminiLogprobs.Read(json) is { } logprobs)
            events.Add(new ChatEvent(ChatEventKind.Logprobs) { Choice = index, Json = logprobs });
        if (json.GetText("finishReason"u8) is { Length: > 0 } and not "FINISH_REASON_UNSPECIFIED" and var reason)
            candidate.Reason = reason;
    }

    private static void Add(ContentPart part, int choice, Candidate candidate, List<ChatEvent> events)
    {
        switch (part)
        {
            case TextPart text:
                events.Add(ChatEvent.Piece(ChatEventKind.Text, text.Text, choice));
                break;
            case ReasoningPart { IsRedacted: true, Signature: { } withheld }:
                events.Add(new ChatEvent(ChatEventKind.RedactedReasoning) { Text = withheld.Value, Maker = withheld.Maker, Choice = choice });
                break;
            case ReasoningPart reasoning:
                if (reasoning.Text.Length > 0)
                    events.Add(ChatEvent.Piece(ChatEventKind.Reasoning, reasoning.Text, choice));
                if (reasoning.Signature is { } proof)
                    events.Add(new ChatEvent(ChatEventKind.ReasoningSignature) { Text = proof.Value, Maker = proof.Maker, Choice = choice });
                break;
            case ToolCallPart call:
                var place = candidate.Calls++;
                events.Add(new ChatEvent(ChatEventKind.ToolCall) { Choice = choice, Call = place, Id = call.Id, Name = call.Name });
                // Clients of other dialects look for the proof where the call begins, and overlook a later one.
                if (call.Signature is { } signature)
                    events.Add(new ChatEvent(ChatEventKind.ToolSignature) { Text = signature.Value, Maker = signature.Maker, Choice = choice, Call = place });
                events.Add(ChatEvent.Piece(ChatEventKind.ToolArguments, call.Arguments, choice, place));
                break;
            case ImagePart { Source: MediaSource.Base64 image }:
                events.Add(new ChatEvent(ChatEventKind.Media) { Choice = choice, Name = image.MediaType, Text = image.Data });
                break;
            case AudioPart { Source: MediaSource.Base64 sound }:
                events.Add(new ChatEvent(ChatEventKind.Media) { Choice = choice, Name = sound.MediaType, Text = sound.Data });
                break;
        }
    }

    private sealed class Candidate(string? responseId)
    {
        public CallIds Ids { get; } = new(responseId);

        public int Calls { get; set; }

        public string? Reason { get; set; }
    }
}
