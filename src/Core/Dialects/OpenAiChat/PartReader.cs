using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Reads <c>content</c>: a string, or an array of parts.</summary>
internal sealed class PartReader(UnknownFields unknown)
{
    /// <param name="isEcho">True for what the model said: its unknown members ask for nothing.</param>
    public List<ContentPart> Read(Field content, bool isEcho)
    {
        var parts = new List<ContentPart>();
        switch (content.Value.ValueKind)
        {
            case JsonValueKind.String:
                parts.Add(new TextPart(content.Text()!));
                break;
            case JsonValueKind.Array:
                foreach (var part in content.Items())
                    ReadPart(part, isEcho, parts);
                break;
            case JsonValueKind.Undefined or JsonValueKind.Null:
                break;
            default:
                throw DialectException.WrongType(content.Path, "a string or an array of parts");
        }
        return parts;
    }

    public void ReadPart(Field part, bool isEcho, List<ContentPart> parts)
    {
        var type = part["type"].RequiredText();
        var read = type switch
        {
            "text" => new TextPart(Required(part["text"])),
            "refusal" => new RefusalPart(Required(part["refusal"])),
            "image_url" => Image(part["image_url"]),
            "input_audio" => Sound(part["input_audio"]),
            "audio_url" => new AudioPart(DataUri.Read(Address(part["audio_url"]))),
            "file" => Document(part["file"]),
            "thinking" => Thinking(part["thinking"]),
            _ => (ContentPart?)null,
        };
        if (read is null)
        {
            unknown.Add(part);
            return;
        }
        unknown.Add(part["prompt_cache_breakpoint"], isHint: true);
        unknown.AddRest(part, ["type", type, "cache_control", "prompt_cache_breakpoint"], isEcho);
        var mark = part["cache_control"].Object();
        parts.Add(read is TextPart && mark is null ? read : read with { Path = part.Path, CacheControl = mark });
    }

    private static string Required(Field text) => text.IsAbsent ? throw DialectException.Missing(text.Path) : text.Text()!;

    /// <summary>Some clients write the address itself where an object with a <c>url</c> is due.</summary>
    private static string Address(Field holder)
    {
        if (holder.IsAbsent)
            throw DialectException.Missing(holder.Path);
        return holder.Value.ValueKind == JsonValueKind.String ? holder.RequiredText() : holder["url"].RequiredText();
    }

    private static ImagePart Image(Field image)
    {
        var address = Address(image);
        var detail = image.Value.ValueKind == JsonValueKind.Object ? image["detail"].Text() : null;
        return new ImagePart(DataUri.Read(address)) { Detail = detail == "auto" ? null : detail };
    }

    private static AudioPart Sound(Field sound)
    {
        if (sound.IsAbsent)
            throw DialectException.Missing(sound.Path);
        var data = sound["data"].RequiredText();
        if (data.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || data.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return new AudioPart(new MediaSource.Url(data));
        var format = sound["format"].Text();
        return new AudioPart(DataUri.Bytes(data) ?? new MediaSource.Base64(SoundFormats.ToMediaType(format ?? "wav"), data));
    }

    private static DocumentPart Document(Field file)
    {
        if (file.IsAbsent)
            throw DialectException.Missing(file.Path);
        var name = file["filename"].Text();
        if (file["file_id"].Text() is { Length: > 0 } id)
            return new DocumentPart(new MediaSource.FileId(id), name);
        var data = file["file_data"].RequiredText();
        return new DocumentPart(DataUri.Bytes(data) ?? Named(data, name), name);
    }

    /// <summary>Data without a type of its own: an address, or base64 of what the name says; PDF is what OpenAI takes.</summary>
    private static MediaSource Named(string data, string? name)
    {
        if (data.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || data.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return new MediaSource.Url(data);
        var dot = name?.LastIndexOf('.') ?? -1;
        return new MediaSource.Base64(dot < 0 ? "application/pdf" : DocumentTypes.OfExtension(name.AsSpan(dot + 1)), data);
    }

    /// <summary>Mistral's thoughts stand among the parts: a string, or parts of text.</summary>
    private static ReasoningPart Thinking(Field thinking)
    {
        if (thinking.Value.ValueKind != JsonValueKind.Array)
            return new ReasoningPart(thinking.Text() ?? "");
        var text = "";
        foreach (var piece in thinking.Items())
            text += piece.Value.TextOf("text");
        return new ReasoningPart(text);
    }
}
