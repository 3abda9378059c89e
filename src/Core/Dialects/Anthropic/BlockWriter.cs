using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Writes the blocks of a provider's turns.</summary>
internal static class BlockWriter
{
    public static void Write(Utf8JsonWriter json, ContentPart part, Omissions omissions)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(json, text, text.Text);
                break;
            case RefusalPart refusal:
                WriteText(json, refusal, refusal.Text);
                break;
            case ImagePart image:
                WriteImage(json, image, omissions);
                break;
            case DocumentPart document:
                WriteDocument(json, document, omissions);
                break;
            case ToolCallPart call:
                json.WriteStartObject();
                json.WriteString("type", "tool_use");
                json.WriteString("id", CallId(call.Id));
                json.WriteString("name", call.Name);
                json.WritePropertyName("input");
                JsonOutput.WriteObjectText(json, call.Arguments);
                End(json, call);
                break;
            case ToolResultPart result:
                WriteResult(json, result, omissions);
                break;
            case ReasoningPart { Signature: { } signature } thoughts:
                WriteThoughts(json, thoughts, signature);
                break;
            default:
                throw omissions.Refuse(part.Path);
        }
    }

    public static void WriteText(Utf8JsonWriter json, ContentPart part, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        End(json, part);
    }

    private static void WriteImage(Utf8JsonWriter json, ImagePart image, Omissions omissions)
    {
        if (image.Detail is not (null or "auto"))
            omissions.Drop($"{image.Path}.detail");
        json.WriteStartObject();
        json.WriteString("type", "image");
        SourceWriter.WriteImage(json, image, omissions);
        End(json, image);
    }

    private static void WriteDocument(Utf8JsonWriter json, DocumentPart document, Omissions omissions)
    {
        json.WriteStartObject();
        json.WriteString("type", "document");
        SourceWriter.WriteDocument(json, document, omissions);
        if (!string.IsNullOrWhiteSpace(document.Name))
            json.WriteString("title", document.Name);
        End(json, document);
    }

    private static void WriteResult(Utf8JsonWriter json, ToolResultPart result, Omissions omissions)
    {
        json.WriteStartObject();
        json.WriteString("type", "tool_result");
        json.WriteString("tool_use_id", CallId(result.CallId));
        if (result.Content is [TextPart { CacheControl: null } only])
        {
            json.WriteString("content", only.Text);
        }
        else if (result.Content.Count > 0)
        {
            json.WriteStartArray("content");
            foreach (var part in result.Content)
                if (part is not TextPart { Text: var text } || !string.IsNullOrWhiteSpace(text))
                    Write(json, part is TextPart or ImagePart or DocumentPart ? part : throw omissions.Refuse(part.Path ?? result.Path), omissions);
            json.WriteEndArray();
        }
        if (result.IsError)
            json.WriteBoolean("is_error", true);
        End(json, result);
    }

    private static void WriteThoughts(Utf8JsonWriter json, ReasoningPart thoughts, ThoughtSignature signature)
    {
        json.WriteStartObject();
        if (thoughts.IsRedacted)
        {
            json.WriteString("type", "redacted_thinking");
            json.WriteString("data", signature.Value);
        }
        else
        {
            json.WriteString("type", "thinking");
            json.WriteString("thinking", thoughts.Text);
            json.WriteString("signature", signature.Value);
        }
        json.WriteEndObject();
    }

    private static void End(Utf8JsonWriter json, ContentPart part)
    {
        if (part.CacheControl is { } control)
        {
            json.WritePropertyName("cache_control");
            control.WriteTo(json);
        }
        json.WriteEndObject();
    }

    /// <summary>The provider takes letters, digits, <c>_</c> and <c>-</c> only; some models name their calls with more than these.</summary>
    private static string CallId(string id)
    {
        foreach (var letter in id)
            if (!IsTaken(letter))
                return string.Create(id.Length, id, static (span, id) =>
                {
                    for (var i = 0; i < span.Length; i++)
                        span[i] = IsTaken(id[i]) ? id[i] : '_';
                });
        return id;
    }

    private static bool IsTaken(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-';
}
