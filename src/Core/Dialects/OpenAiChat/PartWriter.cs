using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Writes <c>content</c>.</summary>
internal sealed class PartWriter(Utf8JsonWriter json, Omissions omissions)
{
    /// <summary>OpenAI wants a name with the bytes of a document.</summary>
    private const string NameOfNone = "document.pdf";

    /// <summary>A string where it is one text, which every compatible provider takes; an array of parts otherwise.</summary>
    public void WriteContent(List<ContentPart> parts)
    {
        if (parts is [TextPart text])
        {
            json.WriteStringValue(text.Text);
            return;
        }
        json.WriteStartArray();
        foreach (var part in parts)
        {
            if (part is not ReasoningPart)
                WritePart(part);
        }
        json.WriteEndArray();
    }

    /// <summary>One string of texts, where nothing else may stand.</summary>
    /// <exception cref="DialectException">Something else does.</exception>
    public void WriteText(List<ContentPart> parts, string between, string before = "")
    {
        var texts = new List<string>(parts.Count);
        foreach (var part in parts)
            texts.Add(part is TextPart text ? text.Text : throw omissions.Refuse(part.Path));
        var all = texts is [var only] ? only : string.Join(between, texts);
        json.WriteStringValue(all.StartsWith(before, StringComparison.OrdinalIgnoreCase) ? all : before + all);
    }

    private void WritePart(ContentPart part)
    {
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                WriteTextPart(text.Text);
                break;
            case ImagePart image:
                WriteImage(image);
                break;
            case AudioPart { Source: MediaSource.Base64 sound } when SoundFormats.OfMediaType(sound.MediaType) is { } format:
                json.WriteString("type"u8, "input_audio"u8);
                json.WriteStartObject("input_audio"u8);
                json.WriteString("data"u8, sound.Data);
                json.WriteString("format"u8, format);
                json.WriteEndObject();
                break;
            case DocumentPart { Source: MediaSource.Text plain } document:
                WriteTextPart(document.Name is { } name ? $"{name}\n\n{plain.Content}" : plain.Content);
                break;
            case DocumentPart document:
                WriteDocument(document);
                break;
            default:
                throw omissions.Refuse(part.Path);
        }
        json.WriteEndObject();
    }

    private void WriteTextPart(string text)
    {
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
    }

    private void WriteImage(ImagePart image)
    {
        json.WriteString("type"u8, "image_url"u8);
        json.WriteStartObject("image_url"u8);
        json.WritePropertyName("url"u8);
        switch (image.Source)
        {
            case MediaSource.Base64 bytes:
                DataUri.Write(json, bytes.MediaType, bytes.Data);
                break;
            case MediaSource.Url url:
                json.WriteStringValue(url.Address);
                break;
            default:
                throw omissions.Refuse(image.Path);
        }
        if (image.Detail is { } detail)
            json.WriteString("detail"u8, detail);
        json.WriteEndObject();
    }

    private void WriteDocument(DocumentPart document)
    {
        json.WriteString("type"u8, "file"u8);
        json.WriteStartObject("file"u8);
        switch (document.Source)
        {
            case MediaSource.FileId file:
                json.WriteString("file_id"u8, file.Id);
                break;
            case MediaSource.Base64 bytes:
                json.WriteString("filename"u8, document.Name ?? NameOfNone);
                json.WritePropertyName("file_data"u8);
                DataUri.Write(json, bytes.MediaType, bytes.Data);
                break;
            default:
                throw omissions.Refuse(document.Path);
        }
        json.WriteEndObject();
    }
}
