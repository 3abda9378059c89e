using System.Text;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Reads where the bytes of an image or a document are.</summary>
internal static class SourceReader
{
    public static MediaSource Image(Field source) => Shared(source) ?? throw Unexpected(source);

    /// <summary>Null for a document made of more than text, which only the maker of the dialect reads.</summary>
    public static MediaSource? Document(Field source) => Shared(source) ?? source["type"].Text() switch
    {
        "text" => new MediaSource.Text(source["data"].RequiredText()),
        "content" => Content(source["content"]),
        _ => throw Unexpected(source),
    };

    private static MediaSource? Shared(Field source)
    {
        if (source.IsAbsent)
            throw DialectException.Missing(source.Path);
        return source["type"].RequiredText() switch
        {
            "base64" => new MediaSource.Base64(source["media_type"].RequiredText(), source["data"].RequiredText()),
            "url" => new MediaSource.Url(source["url"].RequiredText()),
            "file" => new MediaSource.FileId(source["file_id"].RequiredText()),
            _ => null,
        };
    }

    private static MediaSource.Text? Content(Field content)
    {
        if (content.Value.ValueKind == System.Text.Json.JsonValueKind.String)
            return new MediaSource.Text(content.RequiredText());
        var text = new StringBuilder();
        foreach (var block in content.Items())
        {
            if (block["type"].Text() != "text")
                return null;
            if (text.Length > 0)
                text.Append('\n');
            text.Append(block["text"].Text());
        }
        return new MediaSource.Text(text.ToString());
    }

    private static DialectException Unexpected(Field source) => DialectException.Invalid(source["type"].Path, "it is no source this block can have");
}
