using System.Text;
using System.Text.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Writes the source of an image or a document.</summary>
internal static class SourceWriter
{
    /// <summary>How the provider's names of files begin; another's mean nothing to it.</summary>
    private const string FilePrefix = "file_";

    public static void WriteImage(Utf8JsonWriter json, ImagePart image, Omissions omissions)
    {
        switch (image.Source)
        {
            case MediaSource.Base64 bytes when ImageType(bytes.MediaType) is { } type:
                WriteBytes(json, type, bytes.Data);
                break;
            default:
                WriteElsewhere(json, image.Source, image, omissions);
                break;
        }
    }

    public static void WriteDocument(Utf8JsonWriter json, DocumentPart document, Omissions omissions)
    {
        switch (document.Source)
        {
            case MediaSource.Base64 { MediaType: "application/pdf" } bytes:
                WriteBytes(json, bytes.MediaType, bytes.Data);
                break;
            case MediaSource.Base64 bytes when bytes.MediaType.StartsWith("text/", StringComparison.Ordinal) && Decode(bytes.Data) is { } text:
                WriteText(json, text);
                break;
            case MediaSource.Text text:
                WriteText(json, text.Content);
                break;
            default:
                WriteElsewhere(json, document.Source, document, omissions);
                break;
        }
    }

    private static void WriteElsewhere(Utf8JsonWriter json, MediaSource source, ContentPart part, Omissions omissions)
    {
        json.WriteStartObject("source");
        switch (source)
        {
            case MediaSource.Url url:
                json.WriteString("type", "url");
                json.WriteString("url", url.Address);
                break;
            case MediaSource.FileId file when file.Id.StartsWith(FilePrefix, StringComparison.Ordinal):
                json.WriteString("type", "file");
                json.WriteString("file_id", file.Id);
                break;
            default:
                throw omissions.Refuse(part.Path);
        }
        json.WriteEndObject();
    }

    private static void WriteBytes(Utf8JsonWriter json, string mediaType, string data)
    {
        json.WriteStartObject("source");
        json.WriteString("type", "base64");
        json.WriteString("media_type", mediaType);
        json.WriteString("data", data);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("source");
        json.WriteString("type", "text");
        json.WriteString("media_type", "text/plain");
        json.WriteString("data", text);
        json.WriteEndObject();
    }

    private static string? ImageType(string mediaType) => mediaType.ToLowerInvariant() switch
    {
        "image/jpeg" or "image/jpg" => "image/jpeg",
        "image/png" => "image/png",
        "image/gif" => "image/gif",
        "image/webp" => "image/webp",
        _ => null,
    };

    private static string? Decode(string data)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
