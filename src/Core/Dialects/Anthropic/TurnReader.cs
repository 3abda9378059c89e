using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Reads what was said so far.</summary>
internal sealed class TurnReader(UnknownFields unknown)
{
    private readonly List<ChatMessage> _messages = [];
    private readonly BlockReader _blocks = new(unknown);

    /// <summary>With the proofs of calls where they belong: a client may have sent one apart from its call.</summary>
    public IReadOnlyList<ChatMessage> Messages()
    {
        if (_blocks.CallSignatures.Count > 0)
            for (var i = 0; i < _messages.Count; i++)
                _messages[i] = _messages[i] with { Parts = [.. _messages[i].Parts.Select(Signed)] };
        return _messages;
    }

    public void ReadSystem(Field system)
    {
        if (Texts(system) is { Count: > 0 } texts)
            _messages.Add(new ChatMessage(ChatRole.System, texts));
    }

    public void ReadTurns(Field messages)
    {
        if (messages.IsAbsent)
            throw DialectException.Missing(messages.Path);
        var items = messages.Items();
        if (items.Count == 0)
            throw DialectException.Invalid(messages.Path, "at least one message is required");
        foreach (var message in items)
        {
            unknown.AddRest(message, ["role", "content"]);
            _messages.Add(ReadTurn(message));
        }
    }

    private ChatMessage ReadTurn(Field message)
    {
        var role = message["role"];
        var content = message["content"];
        if (content.IsAbsent)
            throw DialectException.Missing(content.Path);
        return role.RequiredText() switch
        {
            "user" => new ChatMessage(ChatRole.User, Parts(content, ChatRole.User)),
            "assistant" => new ChatMessage(ChatRole.Assistant, Parts(content, ChatRole.Assistant)),
            "system" => new ChatMessage(ChatRole.System, Texts(content)),
            _ => throw DialectException.Invalid(role.Path, "expected 'user', 'assistant' or 'system'"),
        };
    }

    private List<ContentPart> Parts(Field content, ChatRole role)
    {
        if (content.Value.ValueKind == JsonValueKind.String)
            return [new TextPart(content.Text() ?? "")];
        var parts = new List<ContentPart>();
        foreach (var block in content.Items())
            if (_blocks.Read(block, role) is { } part)
                parts.Add(part);
        return parts;
    }

    private List<ContentPart> Texts(Field field)
    {
        if (field.Value.ValueKind == JsonValueKind.String)
            return [new TextPart(field.Text() ?? "")];
        var parts = new List<ContentPart>();
        foreach (var block in field.Items())
        {
            if (block["type"].RequiredText() != "text")
                throw DialectException.Invalid(block["type"].Path, "expected 'text'");
            parts.Add(_blocks.ReadText(block));
        }
        return parts;
    }

    private ContentPart Signed(ContentPart part) =>
        part is ToolCallPart call && _blocks.CallSignatures.TryGetValue(call.Id, out var signature) ? call with { Signature = signature } : part;
}
