using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Reads one stream of a provider. Items are told apart by their place in the answer.</summary>
internal sealed class ResponseStreamReader : IChatStreamReader
{
    private readonly Dictionary<long, StreamedItem> _items = [];
    private readonly Func<JsonElement, object?> _read;
    private List<ChatEvent> _events = [];
    private int _calls;
    private bool _hasStarted;
    private bool _hasContent;
    private bool _hasEnded;

    public ResponseStreamReader() => _read = Read;

    public bool TryRead(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        // Some compatible servers end as chat completions do.
        if (data.SequenceEqual("[DONE]"u8))
            return true;
        _events = events;
        return AnswerDocument.Read(data, _read) is not null;
    }

    /// <summary>A stream is whole by its last event only.</summary>
    public void Close(List<ChatEvent> events)
    {
    }

    private ResponseStreamReader Read(JsonElement data)
    {
        if (_hasEnded)
            return this;
        var type = data.TextOf("type");
        switch (type)
        {
            case "response.created" or "response.in_progress" or "response.queued":
                Start(data.Member("response"));
                break;
            case "response.completed" or "response.incomplete":
                End(data.Member("response"), type);
                break;
            case "response.failed" or "error":
            case null when data.Member("error").ValueKind == JsonValueKind.Object:
                _hasEnded = true;
                _events.Add(ChatEvent.Failed(StreamErrors.Read(data)));
                break;
            case not null when data.CountOf("output_index") is { } index:
                Start(default);
                Item(type, data, index);
                break;
        }
        return this;
    }

    private void Start(JsonElement response)
    {
        if (_hasStarted)
            return;
        _hasStarted = true;
        _events.Add(new(ChatEventKind.Start) { Id = response.TextOf("id"), Name = response.TextOf("model"), Created = response.CountOf("created_at") ?? 0 });
    }

    private void Item(string type, JsonElement data, long index)
    {
        var item = ItemAt(index);
        switch (type)
        {
            case "response.output_item.added" when data.Member("item").TextOf("type") == "function_call":
                Call(item, data.Member("item"));
                break;
            case "response.output_item.done":
                Done(item, data.Member("item"));
                break;
            case "response.output_text.delta":
                Piece(item, ChatEventKind.Text, data.TextOf("delta"));
                Logprobs([.. data.ItemsOf("logprobs")]);
                break;
            case "response.refusal.delta":
                Piece(item, ChatEventKind.Refusal, data.TextOf("delta"));
                break;
            case "response.output_text.annotation.added":
                if (AnnotationJson.ListOf(data.Member("annotation")) is { } annotations)
                    _events.Add(new(ChatEventKind.Annotations) { Json = annotations });
                break;
            case "response.reasoning_summary_part.added" when item is { HasPieces: true, Summarizes: true }:
                Piece(item, ChatEventKind.Reasoning, "\n\n");
                break;
            case "response.reasoning_summary_text.delta":
                Think(item, data.TextOf("delta"), isSummary: true);
                break;
            case "response.reasoning_text.delta":
                Think(item, data.TextOf("delta"), isSummary: false);
                break;
            case "response.function_call_arguments.delta":
                Arguments(item, data.TextOf("delta"));
                break;
            case "response.function_call_arguments.done" when !item.HasPieces:
                Arguments(item, data.TextOf("arguments"));
                break;
        }
    }

    private StreamedItem ItemAt(long index)
    {
        if (!_items.TryGetValue(index, out var item))
            _items[index] = item = new StreamedItem();
        return item;
    }

    private void Piece(StreamedItem item, ChatEventKind kind, string? text)
    {
        if (string.IsNullOrEmpty(text) || item.IsDone)
            return;
        (item.HasPieces, _hasContent) = (true, true);
        _events.Add(ChatEvent.Piece(kind, text));
    }

    /// <summary>Of thoughts that come both ways, the first counts.</summary>
    private void Think(StreamedItem item, string? text, bool isSummary)
    {
        item.Summarizes ??= isSummary;
        if (item.Summarizes == isSummary)
            Piece(item, ChatEventKind.Reasoning, text);
    }

    private void Call(StreamedItem item, JsonElement call)
    {
        if (item.Call >= 0 || item.IsDone)
            return;
        item.Call = _calls++;
        _hasContent = true;
        var read = OutputReader.Call(call, item.Call);
        _events.Add(new(ChatEventKind.ToolCall) { Call = item.Call, Id = read.Id, Name = read.Name });
    }

    private void Arguments(StreamedItem item, string? piece)
    {
        if (item.Call < 0 || item.IsDone || string.IsNullOrEmpty(piece))
            return;
        item.HasPieces = true;
        _events.Add(ChatEvent.Piece(ChatEventKind.ToolArguments, piece, call: item.Call));
    }

    /// <summary>The whole item: tells what has not been told in pieces.</summary>
    private void Done(StreamedItem item, JsonElement whole)
    {
        if (item.IsDone)
            return;
        switch (whole.TextOf("type"))
        {
            case "function_call":
                Call(item, whole);
                if (!item.HasPieces)
                    Arguments(item, OutputReader.Call(whole, item.Call).Arguments);
                break;
            case "reasoning":
                Thought(item, whole);
                break;
            case "image_generation_call" when whole.TextOf("result") is { Length: > 0 } data:
                _hasContent = true;
                _events.Add(new(ChatEventKind.Media) { Name = OutputReader.Image(whole, data).MediaType, Text = data });
                break;
            case "message" when !item.HasPieces:
                Message(item, whole);
                break;
        }
        item.IsDone = true;
    }

    private void Thought(StreamedItem item, JsonElement whole)
    {
        if (!item.HasPieces)
            Piece(item, ChatEventKind.Reasoning, OutputReader.Thoughts(whole));
        if (whole.TextOf("encrypted_content") is not { Length: > 0 } seal)
            return;
        _hasContent = true;
        var kind = item.HasPieces ? ChatEventKind.ReasoningSignature : ChatEventKind.RedactedReasoning;
        _events.Add(new(kind) { Text = seal, Maker = Dialect.OpenAiResponses });
    }

    private void Message(StreamedItem item, JsonElement whole)
    {
        var (parts, logprobs) = (new List<ContentPart>(), new List<JsonElement>());
        OutputReader.Item(whole, parts, logprobs);
        foreach (var part in parts)
        {
            if (part is TextPart text)
                Piece(item, ChatEventKind.Text, text.Text);
            else if (part is RefusalPart refusal)
                Piece(item, ChatEventKind.Refusal, refusal.Text);
            if (part is TextPart { Annotations: { } sources })
                _events.Add(new(ChatEventKind.Annotations) { Json = sources });
        }
        Logprobs(logprobs);
    }

    private void Logprobs(List<JsonElement> tokens)
    {
        if (LogprobJson.Common(tokens) is { } common)
            _events.Add(new(ChatEventKind.Logprobs) { Json = common });
    }

    private void End(JsonElement response, string type)
    {
        Start(response);
        // Some compatible servers tell nothing before the end.
        if (!_hasContent)
        {
            long index = 0;
            foreach (var item in response.ItemsOf("output"))
                Done(ItemAt(index++), item);
        }
        var status = type == "response.incomplete" ? FinishReasons.Incomplete : response.TextOf("status");
        var finish = FinishReasons.Read(status, response.Member("incomplete_details").TextOf("reason"), _calls > 0);
        _events.Add(new(ChatEventKind.Finish) { Finish = finish });
        if (UsageJson.Read(response.Member("usage")) is { } usage)
            _events.Add(new(ChatEventKind.Usage) { Usage = usage });
        _events.Add(new(ChatEventKind.End));
        _hasEnded = true;
    }
}
