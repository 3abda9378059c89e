using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Writes the messages of a request. Results of tools come before what else the user says in the same turn: they must follow their calls.</summary>
internal sealed class MessageWriter(Utf8JsonWriter json, TargetTraits target, Omissions omissions)
{
    private readonly PartWriter _parts = new(json, omissions);
    private readonly bool _takesReasoning = target.TakesReasoning;
    private readonly bool _knowsDevelopers = RequestWriter.IsReasoningModel(target.Model);

    public void Write(IReadOnlyList<ChatMessage> messages)
    {
        json.WriteStartArray("messages"u8);
        foreach (var message in messages)
        {
            foreach (var part in message.Parts)
            {
                if (part.CacheControl is not null)
                    omissions.Drop("cache_control");
            }
            if (message.Role == ChatRole.Assistant)
                WriteAssistant(message);
            else
                WriteUser(message);
        }
        json.WriteEndArray();
    }

    /// <summary>A turn of the user's or the system's.</summary>
    private void WriteUser(ChatMessage message)
    {
        var spoken = new List<ContentPart>(message.Parts.Count);
        foreach (var part in message.Parts)
        {
            if (part is ToolResultPart result)
                WriteResult(result, spoken);
        }
        foreach (var part in message.Parts)
        {
            if (part is not ToolResultPart)
                spoken.Add(part);
        }
        if (spoken.Count == 0)
            return;
        WriteHead(message, message.Role switch
        {
            ChatRole.System => "system"u8,
            ChatRole.Developer => _knowsDevelopers ? "developer"u8 : "system"u8,
            _ => "user"u8,
        });
        json.WritePropertyName("content"u8);
        if (message.Role == ChatRole.User)
            _parts.WriteContent(spoken);
        else
            _parts.WriteText(spoken, "\n");
        json.WriteEndObject();
    }

    /// <param name="spoken">Takes what the message of a tool has no place for: anything but text.</param>
    private void WriteResult(ToolResultPart result, List<ContentPart> spoken)
    {
        var text = new List<ContentPart>(result.Content.Count);
        foreach (var part in result.Content)
            (part is TextPart ? text : spoken).Add(part);
        json.WriteStartObject();
        json.WriteString("role"u8, "tool"u8);
        json.WriteString("tool_call_id"u8, result.CallId);
        json.WritePropertyName("content"u8);
        // There is no member for failures; the model knows them by what they say.
        _parts.WriteText(text, "\n", result.IsError ? "Error: " : "");
        json.WriteEndObject();
    }

    private void WriteAssistant(ChatMessage message)
    {
        var text = new List<ContentPart>(message.Parts.Count);
        var calls = 0;
        var refusal = "";
        foreach (var part in message.Parts)
        {
            switch (part)
            {
                case RefusalPart refused:
                    refusal += refused.Text;
                    break;
                case ToolCallPart:
                    calls++;
                    break;
                case not ReasoningPart:
                    text.Add(part);
                    break;
            }
        }
        // Thoughts alone, which only their maker can read, leave nothing to say.
        if (text.Count == 0 && calls == 0 && refusal.Length == 0 && !_takesReasoning)
            return;
        WriteHead(message, "assistant"u8);
        json.WritePropertyName("content"u8);
        if (text.Count > 0)
            _parts.WriteText(text, "");
        else if (calls > 0 || refusal.Length > 0)
            json.WriteNullValue();
        else
            json.WriteStringValue(""u8);
        if (refusal.Length > 0)
            json.WriteString("refusal"u8, refusal);
        if (_takesReasoning)
            ThoughtsJson.Write(json, message.Parts);
        if (calls > 0)
            ToolCallsJson.Write(json, message.Parts, _takesReasoning);
        json.WriteEndObject();
    }

    private void WriteHead(ChatMessage message, ReadOnlySpan<byte> role)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        if (message.Name is { } name)
            json.WriteString("name"u8, name);
    }
}
