using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Reads what is said in a message or returned by a call: a text, or parts.</summary>
internal static class InputParts
{
    private const string Breakpoint = "prompt_cache_breakpoint";

    public static List<ContentPart> Read(Field content, UnknownFields unknown)
    {
        if (content.IsAbsent)
            throw DialectException.Missing(content.Path);
        if (content.Value.ValueKind == JsonValueKind.String)
            return [new TextPart(content.Text()!)];
        var parts = new List<ContentPart>();
        foreach (var part in content.Items())
        {
            if (Part(part, unknown) is { } read)
                parts.Add(read);
        }
        return parts;
    }

    private static ContentPart? Part(Field part, UnknownFields unknown)
    {
        switch (part["type"].RequiredText())
        {
            case "input_text" or "output_text":
                unknown.AddRest(part, ["type", "text", "annotations", "logprobs"], [Breakpoint, "parsed"]);
                return new TextPart(Said(part["text"])) { Annotations = part["annotations"].Items().Count > 0 ? part["annotations"].Value : null };
            case "refusal":
                unknown.AddRest(part, ["type", "refusal"]);
                return new RefusalPart(Said(part["refusal"]));
            case "input_image":
                return Image(part, unknown);
            case "input_file":
                return File(part, unknown);
            case "input_audio":
                unknown.AddRest(part, ["type", "input_audio"], [Breakpoint]);
                var audio = part["input_audio"];
                if (audio.IsAbsent)
                    throw DialectException.Missing(audio.Path);
                unknown.AddRest(audio, ["data", "format"]);
                return new AudioPart(new MediaSource.Base64($"audio/{audio["format"].RequiredText()}", audio["data"].RequiredText())) { Path = part.Path };
            default:
                unknown.Add(part);
                return null;
        }
    }

    private static ImagePart Image(Field part, UnknownFields unknown)
    {
        unknown.AddRest(part, ["type", "image_url", "file_id", "detail"], [Breakpoint]);
        var detail = part["detail"];
        var how = detail.Text();
        if (how is not (null or "low" or "high" or "auto"))
        {
            if (how != "original")
                throw DialectException.Invalid(detail.Path, "expected low, high, auto or original");
            unknown.Add(detail, isHint: true);
            how = "high";
        }
        var url = part["image_url"];
        MediaSource source = url.Text() is { Length: > 0 } address ? Address(url, address)
            : part["file_id"].Text() is { Length: > 0 } id ? new MediaSource.FileId(id)
            : throw DialectException.Missing(url.Path);
        return new ImagePart(source) { Detail = how, Path = part.Path };
    }

    private static DocumentPart File(Field part, UnknownFields unknown)
    {
        unknown.AddRest(part, ["type", "file_data", "file_url", "file_id", "filename"], [Breakpoint, "detail"]);
        var name = part["filename"].Text();
        var data = part["file_data"];
        MediaSource source = data.Text() is { Length: > 0 } bytes ? DataUri.Is(bytes) ? Address(data, bytes) : new MediaSource.Base64(DocumentKinds.TypeOf(name), bytes)
            : part["file_url"].Text() is { Length: > 0 } address ? Address(part["file_url"], address)
            : part["file_id"].Text() is { Length: > 0 } id ? new MediaSource.FileId(id)
            : throw DialectException.Missing(data.Path);
        return new DocumentPart(source, name) { Path = part.Path };
    }

    private static MediaSource Address(Field field, string address) => !DataUri.Is(address)
        ? new MediaSource.Url(address)
        : DataUri.Typed(address) is { Data.Length: > 0 } bytes ? bytes : throw DialectException.Invalid(field.Path, "expected data:<media type>;base64,<data>");

    private static string Said(Field text) => text.Text() ?? throw DialectException.Missing(text.Path);
}
