using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Writes the blocks of a turn, of a tool's result, or of an answer.</summary>
internal readonly struct ContentWriter(Utf8JsonWriter json, Omissions omissions, DocumentNames documents, bool caches)
{
    public void Write(ContentPart part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteString("text", text.Text);
                break;
            case RefusalPart refusal:
                json.WriteString("text", refusal.Text);
                break;
            case ToolCallPart call:
                WriteCall(json, call);
                break;
            case ToolResultPart result:
                WriteResult(result);
                break;
            case ReasoningPart reasoning:
                WriteReasoning(json, reasoning);
                break;
            default:
                WriteMedia(part);
                break;
        }
        json.WriteEndObject();
        if (part.CacheControl is { } mark && caches)
            CachePoints.Write(json, mark);
    }

    public static void WriteCall(Utf8JsonWriter json, ToolCallPart call)
    {
        json.WriteStartObject("toolUse");
        json.WriteString("toolUseId", ToolUseIds.Of(call.Id));
        json.WriteString("name", call.Name);
        json.WritePropertyName("input");
        JsonOutput.WriteObjectText(json, call.Arguments);
        json.WriteEndObject();
    }

    public static void WriteReasoning(Utf8JsonWriter json, ReasoningPart reasoning)
    {
        json.WriteStartObject("reasoningContent");
        if (reasoning.IsRedacted)
        {
            json.WriteString("redactedContent", reasoning.Signature?.Value);
        }
        else
        {
            json.WriteStartObject("reasoningText");
            json.WriteString("text", reasoning.Text);
            if (reasoning.Signature is { Value.Length: > 0 } signature)
                json.WriteString("signature", signature.Value);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private void WriteResult(ToolResultPart result)
    {
        json.WriteStartObject("toolResult");
        json.WriteString("toolUseId", ToolUseIds.Of(result.CallId));
        json.WriteStartArray("content");
        foreach (var part in result.Content)
        {
            if (part is TextPart { Text: var text } && string.IsNullOrWhiteSpace(text))
                continue;
            if (part is not (TextPart or ImagePart or DocumentPart))
                throw omissions.Refuse(part.Path ?? result.Path);
            // A mark for caching cannot stand within a result.
            new ContentWriter(json, omissions, documents, caches: false).Write(part);
        }
        json.WriteEndArray();
        // Not all models know the member, and success goes without saying.
        if (result.IsError)
            json.WriteString("status", "error");
        json.WriteEndObject();
    }

    private void WriteMedia(ContentPart part)
    {
        var (kind, formats, source, name) = part switch
        {
            ImagePart image => ("image", MediaFormats.Images, image.Source, null),
            AudioPart audio => ("audio", MediaFormats.Sounds, audio.Source, null),
            DocumentPart document => ("document", MediaFormats.Documents, document.Source, document.Name),
            _ => throw omissions.Refuse(part.Path),
        };
        var (type, hint) = source switch
        {
            MediaSource.Base64 bytes => (bytes.MediaType, name),
            MediaSource.Url url when url.Address.StartsWith("s3://", StringComparison.Ordinal) => (url.MediaType, url.Address),
            MediaSource.Text when kind == "document" => ("text/plain", null),
            _ => throw omissions.Refuse(part.Path),
        };
        json.WriteStartObject(kind);
        json.WriteString("format", formats.FormatOf(type, hint) ?? throw omissions.Refuse(part.Path));
        if (kind == "document")
            json.WriteString("name", documents.Next(name));
        json.WriteStartObject("source");
        WriteSource(source);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteSource(MediaSource source)
    {
        switch (source)
        {
            case MediaSource.Base64 bytes:
                json.WriteString("bytes", bytes.Data);
                break;
            case MediaSource.Text text:
                json.WriteBase64String("bytes", Encoding.UTF8.GetBytes(text.Content));
                break;
            case MediaSource.Url url:
                json.WriteStartObject("s3Location");
                json.WriteString("uri", url.Address);
                json.WriteEndObject();
                break;
            default:
                break;
        }
    }
}
