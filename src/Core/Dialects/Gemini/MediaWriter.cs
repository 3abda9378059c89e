using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>Images, documents and sounds of a request: their bytes inline, their addresses for Google to fetch.</summary>
internal static class MediaWriter
{
    private const string OwnFiles = "https://generativelanguage.googleapis.com/v1beta/";

    /// <returns>False for a file that another provider keeps.</returns>
    public static bool TryWrite(Utf8JsonWriter json, MediaSource source)
    {
        switch (source)
        {
            case MediaSource.Base64 bytes:
                PartWriter.Inline(json, bytes.MediaType, bytes.Data);
                return true;
            case MediaSource.Text text:
                PartWriter.InlineText(json, text.Content);
                return true;
            case MediaSource.Url url:
                PartWriter.File(json, url.MediaType ?? TypeOf(url.Address), url.Address);
                return true;
            case MediaSource.FileId { Id: var id } when id.StartsWith("files/", StringComparison.Ordinal):
                PartWriter.File(json, null, OwnFiles + id);
                return true;
            case MediaSource.FileId { Id: var id } when id.StartsWith("https://", StringComparison.Ordinal) || id.StartsWith("gs://", StringComparison.Ordinal):
                PartWriter.File(json, null, id);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Google wants to be told; null where the address does not say.</summary>
    private static string? TypeOf(string address)
    {
        var end = address.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? address : address[..end];
        return FileExtension.Of(path) switch
        {
            ".PNG" => "image/png",
            ".JPG" or ".JPEG" => "image/jpeg",
            ".WEBP" => "image/webp",
            ".GIF" => "image/gif",
            ".HEIC" => "image/heic",
            ".HEIF" => "image/heif",
            ".PDF" => "application/pdf",
            ".TXT" => "text/plain",
            ".HTML" or ".HTM" => "text/html",
            ".CSV" => "text/csv",
            ".MP3" => "audio/mp3",
            ".WAV" => "audio/wav",
            _ => null,
        };
    }
}
