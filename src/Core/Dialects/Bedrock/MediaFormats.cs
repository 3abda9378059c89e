using System.Collections.Frozen;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Converse names formats by words of its own where others give media types.</summary>
internal sealed class MediaFormats
{
    public static readonly MediaFormats Images = new(
        ("png", "image/png"), ("jpeg", "image/jpeg"), ("jpeg", "image/jpg"), ("gif", "image/gif"), ("webp", "image/webp"));

    public static readonly MediaFormats Documents = new(
        ("pdf", "application/pdf"),
        ("txt", "text/plain"),
        ("md", "text/markdown"),
        ("html", "text/html"),
        ("csv", "text/csv"),
        ("doc", "application/msword"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xls", "application/vnd.ms-excel"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));

    public static readonly MediaFormats Sounds = new(
        ("mp3", "audio/mpeg"), ("mp3", "audio/mp3"), ("wav", "audio/wav"), ("wav", "audio/x-wav"), ("flac", "audio/flac"), ("ogg", "audio/ogg"),
        ("opus", "audio/opus"), ("aac", "audio/aac"), ("m4a", "audio/m4a"), ("m4a", "audio/x-m4a"), ("mp4", "audio/mp4"), ("webm", "audio/webm"),
        ("pcm", "audio/pcm"));

    private readonly FrozenDictionary<string, string> _formats;
    private readonly FrozenDictionary<string, string> _types;

    private MediaFormats(params (string Format, string Type)[] known)
    {
        _formats = known.ToFrozenDictionary(pair => pair.Type, pair => pair.Format, StringComparer.OrdinalIgnoreCase);
        _types = known.DistinctBy(pair => pair.Format).ToFrozenDictionary(pair => pair.Format, pair => pair.Type, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Null for one Converse does not take.</summary>
    /// <param name="mediaType">With or without parameters; null when nobody said.</param>
    /// <param name="name">A file name or address whose ending may tell.</param>
    public string? FormatOf(string? mediaType, string? name = null)
    {
        if (mediaType is not null && _formats.TryGetValue(mediaType.Split(';')[0].Trim(), out var format))
            return format;
        var ending = name?[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();
        return ending is not null && _types.ContainsKey(ending) ? ending : ending is not null && _formats.TryGetValue("image/" + ending, out format) ? format : null;
    }

    /// <summary>Null for one nobody has heard of.</summary>
    public string? TypeOf(string format) => _types.GetValueOrDefault(format);
}
