using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>The turns of a client's request. Turns of the model that follow one another are one, as it was before a stream broke it up.</summary>
internal sealed class ContentReader
{
    private readonly List<ChatMessage> _messages = [];
    private readonly CallLedger _calls = new();
    private readonly PartReader _parts;
    private JoinedParts? _model;

    public ContentReader(List<UnknownField> unknown) => _parts = new PartReader(_calls, unknown);

    public void Read(Field contents)
    {
        foreach (var content in contents.Many())
            ReadTurn(content);
    }

    public ChatMessage ReadSystem(Field instruction)
    {
        if (instruction.Value.ValueKind == JsonValueKind.String)
            return new ChatMessage(ChatRole.System, [new TextPart(instruction.Text()!)]);
        var parts = new List<ContentPart>();
        foreach (var (name, field) in instruction.Present())
            if (name == "parts")
                foreach (var part in field.Many())
                    _parts.Read(part, parts.Add);
        foreach (var part in parts)
            if (part is not TextPart)
                throw DialectException.Invalid(instruction.Path, "it holds more than text");
        return new ChatMessage(ChatRole.System, parts);
    }

    public List<ChatMessage> ToMessages()
    {
        EndModel();
        return _messages;
    }

    private void ReadTurn(Field content)
    {
        var isModel = false;
        Field? parts = null;
        foreach (var (name, field) in content.Present())
        {
            if (name == "role")
                isModel = field.Text() switch
                {
                    "model" => true,
                    "user" or "function" or "" => false,
                    _ => throw DialectException.Invalid(field.Path, "expected user or model"),
                };
            else if (name == "parts")
                parts = field;
            else
                _parts.Leave(field);
        }
        if (isModel)
        {
            if (_model is null)
                _calls.BeginTurn();
            _model ??= new JoinedParts();
            Read(parts, _model.Add);
            return;
        }
        EndModel();
        var turn = new List<ContentPart>();
        Read(parts, turn.Add);
        if (turn.Count > 0)
            _messages.Add(new ChatMessage(ChatRole.User, turn));
    }

    private void Read(Field? parts, Action<ContentPart> add)
    {
        if (parts is not { } field)
            return;
        foreach (var part in field.Many())
            _parts.Read(part, add);
    }

    private void EndModel()
    {
        if (_model is { IsEmpty: false } model)
            _messages.Add(new ChatMessage(ChatRole.Assistant, model.ToList()));
        _model = null;
    }
}
