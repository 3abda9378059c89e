using System.Text;
using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Writes a part of a message or of what a call returned.</summary>
internal static class PartWriter
{
    /// <exception cref="DialectException">It cannot be said: sound, and media in what the model said.</exception>
    public static void Write(Utf8JsonWriter json, ContentPart part, bool isAssistant, Omissions omissions)
    {
        if (isAssistant && part is not (TextPart or RefusalPart))
            throw omissions.Refuse(part.Path);
        json.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                json.WriteString("type"u8, isAssistant ? "output_text"u8 : "input_text"u8);
                json.WriteString("text"u8, text.Text);
                break;
            case RefusalPart refusal when isAssistant:
                json.WriteString("type"u8, "refusal"u8);
                json.WriteString("refusal"u8, refusal.Text);
                break;
            case RefusalPart refusal:
                json.WriteString("type"u8, "input_text"u8);
                json.WriteString("text"u8, refusal.Text);
                break;
            case ImagePart image:
                Image(json, image, omissions);
                break;
            case DocumentPart document:
                Document(json, document);
                break;
            default:
                throw omissions.Refuse(part.Path);
        }
        json.WriteEndObject();
    }

    private static void Image(Utf8JsonWriter json, ImagePart image, Omissions omissions)
    {
        json.WriteString("type"u8, "input_image"u8);
        json.WriteString("detail"u8, image.Detail ?? "auto");
        switch (image.Source)
        {
            case MediaSource.Base64 bytes:
                json.WritePropertyName("image_url"u8);
                DataUri.Write(json, bytes.MediaType, bytes.Data);
                break;
            case MediaSource.Url url:
                json.WriteString("image_url"u8, url.Address);
                break;
            case MediaSource.FileId file:
                json.WriteString("file_id"u8, file.Id);
                break;
            default:
                throw omissions.Refuse(image.Path);
        }
    }

    private static void Document(Utf8JsonWriter json, DocumentPart document)
    {
        json.WriteString("type"u8, "input_file"u8);
        switch (document.Source)
        {
            case MediaSource.Base64 bytes:
                Bytes(json, document.Name, bytes.MediaType, bytes.Data);
                break;
            case MediaSource.Text text:
                Bytes(json, document.Name, "text/plain", Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Content)));
                break;
            case MediaSource.Url url:
                json.WriteString("file_url"u8, url.Address);
                break;
            case MediaSource.FileId file:
                json.WriteString("file_id"u8, file.Id);
                break;
        }
    }

    private static void Bytes(Utf8JsonWriter json, string? name, string mediaType, string data)
    {
        json.WriteString("filename"u8, string.IsNullOrEmpty(name) ? DocumentKinds.NameFor(mediaType) : name);
        json.WritePropertyName("file_data"u8);
        DataUri.Write(json, mediaType, data);
    }
}
