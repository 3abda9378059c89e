using System.Text;
using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Writes turns as items: messages, thoughts, calls and their results each stand for themselves.</summary>
internal static class InputWriter
{
    /// <summary>How many messages at the beginning are instructions. None when there would be no input besides: the API wants some.</summary>
    public static int Leading(IReadOnlyList<ChatMessage> messages)
    {
        var count = 0;
        while (count < messages.Count && messages[count] is { Role: ChatRole.System or ChatRole.Developer } message && IsText(message))
            count++;
        return count < messages.Count ? count : 0;
    }

    public static string TextOf(IReadOnlyList<ChatMessage> messages, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            foreach (var part in messages[i].Parts)
                text.Append(text.Length > 0 ? "\n" : "").Append(((TextPart)part).Text);
        }
        return text.ToString();
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<ChatMessage> messages, int from, Omissions omissions)
    {
        for (var i = from; i < messages.Count; i++)
        {
            if (messages[i].Name is not null)
                omissions.Drop(RequestField.MessageName);
            Turn(json, messages[i], omissions);
        }
    }

    private static void Turn(Utf8JsonWriter json, ChatMessage message, Omissions omissions)
    {
        var open = false;
        foreach (var part in message.Parts)
        {
            if (!IsContent(part))
            {
                Close(json, ref open);
                Item(json, part);
                continue;
            }
            if (part is TextPart { Text.Length: 0 })
                continue;
            if (!open)
                Open(json, message.Role);
            open = true;
            PartWriter.Write(json, part, message.Role == ChatRole.Assistant, omissions);
        }
        Close(json, ref open);

        void Item(Utf8JsonWriter json, ContentPart part)
        {
            switch (part)
            {
                case ReasoningPart reasoning:
                    Reasoning(json, reasoning);
                    break;
                case ToolCallPart call:
                    Call(json, call);
                    break;
                case ToolResultPart result:
                    Result(json, result, omissions);
                    break;
            }
        }
    }

    private static bool IsText(ChatMessage message)
    {
        foreach (var part in message.Parts)
        {
            if (part is not TextPart)
                return false;
        }
        return true;
    }

    private static bool IsContent(ContentPart part) => part is not (ReasoningPart or ToolCallPart or ToolResultPart);

    private static void Open(Utf8JsonWriter json, ChatRole role)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, role switch
        {
            ChatRole.System => "system"u8,
            ChatRole.Developer => "developer"u8,
            ChatRole.Assistant => "assistant"u8,
            _ => "user"u8,
        });
        json.WriteStartArray("content"u8);
    }

    private static void Close(Utf8JsonWriter json, ref bool open)
    {
        if (!open)
            return;
        json.WriteEndArray();
        json.WriteEndObject();
        open = false;
    }

    /// <summary>Without its maker's seal a thought would be taken for one that the provider keeps, and looked up in vain.</summary>
    private static void Reasoning(Utf8JsonWriter json, ReasoningPart reasoning)
    {
        if (reasoning.Signature is not { Maker: Dialect.OpenAiResponses } seal)
            return;
        json.WriteStartObject();
        json.WriteString("type"u8, "reasoning"u8);
        ItemJson.Summary(json, reasoning.Text);
        json.WriteString("encrypted_content"u8, seal.Value);
        json.WriteEndObject();
    }

    private static void Call(Utf8JsonWriter json, ToolCallPart call)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "function_call"u8);
        json.WriteString("call_id"u8, call.Id);
        json.WriteString("name"u8, call.Name);
        json.WriteString("arguments"u8, call.Arguments.Length > 0 ? call.Arguments : "{}");
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, ToolResultPart result, Omissions omissions)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "function_call_output"u8);
        json.WriteString("call_id"u8, result.CallId);
        if (result.Content is [] or [TextPart])
        {
            json.WriteString("output"u8, result.Content is [TextPart text] ? text.Text : "");
        }
        else
        {
            json.WriteStartArray("output"u8);
            foreach (var part in result.Content)
                PartWriter.Write(json, part, isAssistant: false, omissions);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
