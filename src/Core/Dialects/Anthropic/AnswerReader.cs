using System.Text.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Reads a whole answer.</summary>
internal static class AnswerReader
{
    /// <summary>Null when it is no message.</summary>
    public static ChatAnswer? Read(JsonElement root)
    {
        if (root.Text("type") is not (null or "message") || root.Member("content") is not { ValueKind: JsonValueKind.Array } content)
            return null;
        var parts = new List<ContentPart>();
        foreach (var block in content.EnumerateArray())
            if (ReadBlock(block, parts.Count) is { } part)
                parts.Add(part);
        var usage = new UsageCount();
        var said = root.Member("usage");
        if (said is { } count)
            usage.Take(count);
        return new ChatAnswer
        {
            Id = root.Text("id"),
            Model = root.Text("model"),
            Choices = [new ChatChoice(0, parts, StopReasons.Read(root.Text("stop_reason"))) { StopSequence = root.Text("stop_sequence") }],
            Usage = said is { ValueKind: JsonValueKind.Object } ? usage.ToChat() : null,
            ServiceTier = said is { ValueKind: JsonValueKind.Object } ? Tier(said.Value.Text("service_tier")) : null,
        };
    }

    /// <summary>Null for what the provider's own tools did, and what is yet to come.</summary>
    private static ContentPart? ReadBlock(JsonElement block, int place) => block.Text("type") switch
    {
        "text" => new TextPart(block.Text("text") ?? "") { Annotations = Citations.Read(block.Member("citations")) },
        "thinking" => new ReasoningPart(block.Text("thinking") ?? "") { Signature = Signature(block.Text("signature")) },
        "redacted_thinking" when Signature(block.Text("data")) is { } data => new ReasoningPart("") { Signature = data, IsRedacted = true },
        "tool_use" => new ToolCallPart(block.Text("id") is { Length: > 0 } id ? id : $"toolu_{place}", block.Text("name") ?? "", Arguments(block)),
        _ => null,
    };

    private static string Arguments(JsonElement block) => block.Member("input") is { ValueKind: JsonValueKind.Object } input ? input.GetRawText() : "{}";

    private static ThoughtSignature? Signature(string? value) => string.IsNullOrEmpty(value) ? null : new ThoughtSignature(Dialect.Anthropic, value);

    private static string? Tier(string? tier) => tier == "standard" ? "default" : tier;
}
