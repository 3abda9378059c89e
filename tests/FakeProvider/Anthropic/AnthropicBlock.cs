using System.Text.Json;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Anthropic;

/// <summary>One block of a message's content.</summary>
internal static class AnthropicBlock
{
    private static readonly string[] Types =
    [
        "text", "image", "document", "search_result", "thinking", "redacted_thinking", "tool_use", "server_tool_use", "mcp_tool_use",
        "container_upload", "compaction", "fallback",
    ];

    private static readonly string[] ImageTypes = ["image/jpeg", "image/png", "image/gif", "image/webp"];
    private static readonly string[] Sources = ["base64", "url", "file", "text", "content"];

    /// <summary>Null when nothing is wrong with it.</summary>
    public static Answer? Refusal(JsonElement block, string at, string key)
    {
        var type = block.At("type").AsText();
        // Each hosted tool has a result of its own.
        if (type is null || (!Types.Contains(type) && !type.EndsWith("tool_result", StringComparison.Ordinal)))
            return Invalid($"{at}: Input tag '{type}' found using 'type' does not match any of the expected tags");
        return type switch
        {
            "text" when string.IsNullOrEmpty(block.At("text").AsText()) => Invalid("messages: text content blocks must be non-empty"),
            "tool_use" when block.At("input").ValueKind != JsonValueKind.Object => Invalid($"{at}.tool_use.input: Input should be a valid dictionary"),
            "thinking" when block.At("signature").AsText() != Thought.Of(key) => Invalid($"{at}: Invalid `signature` in `thinking` block"),
            "image" or "document" => BadSource(block.At("source"), $"{at}.{type}.source", isImage: type == "image"),
            "tool_result" => BadResult(block.At("content"), at, key),
            _ => null,
        };
    }

    private static Answer? BadSource(JsonElement source, string at, bool isImage)
    {
        var type = source.At("type").AsText();
        if (!Sources.Contains(type))
            return Invalid($"{at}: Input tag '{type}' found using 'type' does not match any of the expected tags: 'base64', 'file', 'url'");
        if (type != "base64")
            return null;
        var mediaType = source.At("media_type").AsText();
        if (isImage ? !ImageTypes.Contains(mediaType) : mediaType != "application/pdf")
            return Invalid($"{at}.base64.media_type: Input should be {(isImage ? "'image/jpeg', 'image/png', 'image/gif' or 'image/webp'" : "'application/pdf'")}");
        return source.At("data").AsText() is { Length: > 0 } data && Convert.TryFromBase64String(data, new byte[data.Length], out _)
            ? null
            : Invalid($"{at}.base64.data: Invalid base64 data");
    }

    private static Answer? BadResult(JsonElement content, string at, string key) => content.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.String => null,
        JsonValueKind.Array => content.EnumerateArray().Index().Select(part => Refusal(part.Item, $"{at}.tool_result.content.{part.Index}", key)).FirstOrDefault(bad => bad is not null),
        _ => Invalid($"{at}.tool_result.content: Input should be a valid list"),
    };

    private static Answer Invalid(string message) => AnthropicRefusal.Invalid(message);
}
