using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Reads one stream of a provider: chunks, each a piece of one choice or more, and <c>[DONE]</c>, which some leave out.</summary>
internal sealed class ChatStreamReader : IChatStreamReader
{
    private readonly List<ChoiceReading> _choices = [];
    private string? _answerId;
    private bool _started;
    private bool _over;

    public bool TryRead(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        if (_over)
            return true;
        if (data.Trim(" \t\r\n"u8).SequenceEqual("[DONE]"u8))
        {
            Close(events);
            return events.Count > 0 && events[^1].Kind == ChatEventKind.End;
        }
        var isError = name.SequenceEqual("error"u8);
        var read = AnswerDocument.Read(data, root =>
        {
            Read(root, isError, events);
            return this;
        });
        _over |= read is null;
        return read is not null;
    }

    public void Close(List<ChatEvent> events)
    {
        if (!_over && _choices.Count > 0 && _choices.TrueForAll(static choice => choice.IsFinished))
            events.Add(new ChatEvent(ChatEventKind.End));
        _over = true;
    }

    private void Read(JsonElement root, bool isError, List<ChatEvent> events)
    {
        if (isError || ErrorJson.IsError(root))
        {
            Fail(root, events);
            return;
        }
        var usage = UsageJson.Find(root);
        var choices = root.ArrayOf("choices");
        if (usage is not null || (choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0))
            Start(root, events);
        foreach (var choice in choices.Items())
        {
            if (choice.TextOf("finish_reason") is { } reason && FinishReasons.IsFailure(reason))
            {
                Fail(root, events);
                return;
            }
            Choice(choice).Read(choice, events);
        }
        if (usage is not null)
            events.Add(new ChatEvent(ChatEventKind.Usage) { Usage = usage });
    }

    private void Start(JsonElement root, List<ChatEvent> events)
    {
        if (_started)
            return;
        _started = true;
        _answerId = root.WordOf("id");
        events.Add(new ChatEvent(ChatEventKind.Start) { Id = _answerId, Name = root.WordOf("model"), Created = root.IntegerOf("created") ?? 0 });
    }

    private void Fail(JsonElement root, List<ChatEvent> events)
    {
        events.Add(ChatEvent.Failed(root.GetRawText()));
        _over = true;
    }

    private ChoiceReading Choice(JsonElement choice)
    {
        var index = choice.IntegerOf("index") is { } said and >= 0 and <= int.MaxValue ? (int)said : 0;
        foreach (var known in _choices)
        {
            if (known.Index == index)
                return known;
        }
        var added = new ChoiceReading(index, _answerId);
        _choices.Add(added);
        return added;
    }
}
