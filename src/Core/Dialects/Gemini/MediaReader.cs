using System.Text;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary><c>inlineData</c> and <c>fileData</c> of a client's request. Video, which only Google takes, is left unknown.</summary>
internal static class MediaReader
{
    private const string OwnFiles = "https://generativelanguage.googleapis.com/";

    /// <returns>Null for what the common model has no place for.</returns>
    public static ContentPart? Inline(Field blob, List<UnknownField> unknown)
    {
        string? type = null;
        string? name = null;
        string? data = null;
        foreach (var (member, field) in blob.Present())
        {
            if (member == "mimeType")
                type = field.RequiredText();
            else if (member == "data")
                data = field.RequiredBase64();
            else if (member == "displayName")
                name = field.Text();
        }
        if (type is null)
            throw DialectException.Missing(blob["mimeType"].Path);
        if (data is null)
            throw DialectException.Missing(blob["data"].Path);
        return Is(type, "text/")
            ? new DocumentPart(new MediaSource.Text(Encoding.UTF8.GetString(Convert.FromBase64String(data))), name)
            : Of(type, new MediaSource.Base64(type, data), name, blob, unknown);
    }

    /// <inheritdoc cref="Inline"/>
    public static ContentPart? File(Field file, List<UnknownField> unknown)
    {
        string? type = null;
        string? name = null;
        string? address = null;
        foreach (var (member, field) in file.Present())
        {
            if (member == "mimeType")
                type = field.Text();
            else if (member == "fileUri")
                address = field.RequiredText();
            else if (member == "displayName")
                name = field.Text();
        }
        if (address is null)
            throw DialectException.Missing(file["fileUri"].Path);
        // What Google keeps for its callers nobody else can fetch.
        MediaSource source = address.StartsWith(OwnFiles, StringComparison.OrdinalIgnoreCase) || !Is(address, "http")
            ? new MediaSource.FileId(address)
            : new MediaSource.Url(address, type);
        return Of(type, source, name, file, unknown);
    }

    private static ContentPart? Of(string? type, MediaSource source, string? name, Field field, List<UnknownField> unknown)
    {
        if (type is not null && Is(type, "image/"))
            return new ImagePart(source);
        if (type is not null && Is(type, "audio/"))
            return new AudioPart(source);
        // An address without a type is a film's on YouTube as a rule; Google knows the type of what it keeps.
        if (type is null ? source is MediaSource.FileId : !Is(type, "video/"))
            return new DocumentPart(source, name);
        unknown.Add(new UnknownField(field.Path, field.Value, IsHint: false));
        return null;
    }

    private static bool Is(string text, string prefix) => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
