using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Reads what is said in a message or returned by a call: a text, or parts.</summary>
internal static class InputParts
{
    private const string Breakpoint = "prompt_cache_breakpoint";

    public static List<ContentPart> Read(Field content, List<UnknownField> unknown)
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

    private static ContentPart? Part(Field part, List<UnknownField> unknown)
    {
        switch (part["type"].RequiredText())
        {
            case "input_text" or "output_text":
                UnknownMembers.Collect(part, unknown, ["type", "text", "annotations", "logprobs"], [Breakpoint, "parsed"]);
                return new TextPart(Said(part["text"])) { Annotations = part["annotations"].Items().Count > 0 ? part["annotations"].Value : null };
            case "refusal":
                UnknownMembers.Collect(part, unknown, ["type", "refusal"]);
                return new RefusalPart(Said(part["refusal"]));
            case "input_image":
                return Image(part, unknown);
            case "input_file":
                return File(part, unknown);
            case "input_audio":
                UnknownMembers.Collect(part, unknown, ["type", "input_audio"], [Breakpoint]);
                var audio = part["input_audio"];
                if (audio.IsAbsent)
                    throw DialectException.Missing(audio.Path);
                UnknownMembers.Collect(audio, unknown, ["data", "format"]);
                return new AudioPart(new MediaSource.Base64($"audio/{audio["format"].RequiredText()}", audio["data"].RequiredText())) { Path = part.Path };
            default:
                UnknownMembers.Whole(part, unknown);
                return null;
        }
    }

    private static ImagePart Image(Field part, List<UnknownField> unknown)
    {
        UnknownMembers.Collect(part, unknown, ["type", "image_url", "file_id", "detail"], [Breakpoint]);
        var detail = part["detail"];
        var how = detail.Text();
        if (how is not (null or "low" or "high" or "auto"))
        {
            if (how != "original")
                throw DialectException.Invalid(detail.Path, "expected low, high, auto or original");
            unknown.Add(new(detail.Path, detail.Value, IsHint: true));
            how = "high";
        }
        var url = part["image_url"];
        MediaSource source = url.Text() is { Length: > 0 } address ? Address(url, address)
            : part["file_id"].Text() is { Length: > 0 } id ? new MediaSource.FileId(id)
            : throw DialectException.Missing(url.Path);
        return new ImagePart(source) { Detail = how, Path = part.Path };
    }

    private static DocumentPart File(Field part, List<UnknownField> unknown)
    {
        UnknownMembers.Collect(part, unknown, ["type", "file_data", "file_url", "file_id", "filename"], [Breakpoint, "detail"]);
        var name = part["filename"].Text();
        var data = part["file_data"];
        MediaSource source = data.Text() is { Length: > 0 } bytes ? DataUrl.Is(bytes) ? Address(data, bytes) : new MediaSource.Base64(DataUrl.TypeOf(name), bytes)
            : part["file_url"].Text() is { Length: > 0 } address ? Address(part["file_url"], address)
            : part["file_id"].Text() is { Length: > 0 } id ? new MediaSource.FileId(id)
            : throw DialectException.Missing(data.Path);
        return new DocumentPart(source, name) { Path = part.Path };
    }

    private static MediaSource Address(Field field, string address) => !DataUrl.Is(address)
        ? new MediaSource.Url(address)
        : DataUrl.Read(address) ?? throw DialectException.Invalid(field.Path, "expected data:<media type>;base64,<data>");

    private static string Said(Field text) => text.Text() ?? throw DialectException.Missing(text.Path);
}
