using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Reads blocks: objects that hold one member, which says what they are.</summary>
internal readonly struct ContentReader(BedrockRequestReader request)
{
    public List<ContentPart> Read(Field blocks)
    {
        var parts = new List<ContentPart>();
        foreach (var block in blocks.Items())
        {
            foreach (var (name, field) in block.Members())
            {
                if (field.IsAbsent)
                    continue;
                if (name == "cachePoint" && parts.Count > 0)
                    parts[^1] = parts[^1] with { CacheControl = CachePoints.Read(field) };
                else if (ReadBlock(name, field) is { } part)
                    parts.Add(part with { Path = field.Path });
                else
                    request.Unknown(field, isHint: name == "cachePoint");
            }
        }
        return parts;
    }

    private ContentPart? ReadBlock(string name, Field block) => name switch
    {
        "text" => new TextPart(block.Text()!),
        "json" => new TextPart(block.Value.GetRawText()),
        "image" => new ImagePart(ReadSource(block, MediaFormats.Images)),
        "audio" => new AudioPart(ReadSource(block, MediaFormats.Sounds)),
        "document" => ReadDocument(block),
        "toolUse" => ReadCall(block),
        "toolResult" => ReadResult(block),
        "reasoningContent" => ReadReasoning(block),
        "citationsContent" => ReadCited(block),
        _ => null,
    };

    private DocumentPart ReadDocument(Field block)
    {
        request.Unknown(block["context"]);
        request.Unknown(block["citations"]);
        return new(ReadSource(block, MediaFormats.Documents), block["name"].Text());
    }

    private MediaSource ReadSource(Field block, MediaFormats formats)
    {
        var source = block["source"];
        if (source["text"].Text() is { } text)
            return new MediaSource.Text(text);
        if (!source["content"].IsAbsent)
            return new MediaSource.Text(string.Join('\n', source["content"].Items().ConvertAll(static piece => piece["text"].Text())));
        var format = block["format"];
        var type = formats.TypeOf(format.RequiredText()) ?? throw DialectException.Invalid(format.Path, "it is no known format");
        var place = source["s3Location"];
        if (place.IsAbsent)
            return new MediaSource.Base64(type, source["bytes"].RequiredText());
        request.Unknown(place["bucketOwner"]);
        return new MediaSource.Url(place["uri"].RequiredText(), type);
    }

    private ToolCallPart ReadCall(Field block)
    {
        request.Unknown(block["type"]);
        var input = block["input"];
        return new(block["toolUseId"].RequiredText(), block["name"].RequiredText(), input.IsAbsent ? "{}" : input.Value.GetRawText());
    }

    private ToolResultPart ReadResult(Field block)
    {
        request.Unknown(block["type"]);
        return new(block["toolUseId"].RequiredText(), null, Read(block["content"]), block["status"].Text() == "error");
    }

    private static ReasoningPart ReadReasoning(Field block)
    {
        if (block["redactedContent"].Text() is { } redacted)
            return new("") { Signature = new(Dialect.Bedrock, redacted), IsRedacted = true };
        var thoughts = block["reasoningText"];
        if (thoughts.IsAbsent)
            throw DialectException.Missing(thoughts.Path);
        return new(thoughts["text"].Text() ?? "")
        {
            Signature = thoughts["signature"].Text() is { Length: > 0 } signature ? new(Dialect.Bedrock, signature) : null,
        };
    }

    private static TextPart ReadCited(Field block) =>
        new(string.Concat(block["content"].Items().ConvertAll(static piece => piece["text"].Text())))
        {
            Annotations = block["citations"].IsAbsent ? null : block["citations"].Value,
        };
}
