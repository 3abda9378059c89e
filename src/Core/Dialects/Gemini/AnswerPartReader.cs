using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>One part of an answer, whole or of a stream.</summary>
internal static class AnswerPartReader
{
    /// <param name="parts">Takes what it is: nothing for what only Google's own clients know, two for a text with a signature.</param>
    public static void Read(JsonElement part, CallIds ids, List<ContentPart> parts)
    {
        var signature = part.GetText("thoughtSignature"u8) is { Length: > 0 } value ? new ThoughtSignature(Dialect.Gemini, value) : null;
        var text = part.GetText("text"u8) ?? "";
        if (part.Get("functionCall"u8) is { ValueKind: JsonValueKind.Object } call)
        {
            if (ReadCall(call, ids, signature) is { } read)
                parts.Add(read);
            return;
        }
        if (part.GetFlag("thought"u8))
        {
            if (text.Length > 0 || signature is not null)
                parts.Add(new ReasoningPart(text) { Signature = signature });
            return;
        }
        if (text.Length > 0)
            parts.Add(new TextPart(text));
        if (part.Get("inlineData"u8) is { ValueKind: JsonValueKind.Object } blob && ReadMedia(blob) is { } media)
            parts.Add(media);
        if (signature is not null)
            parts.Add(new ReasoningPart("") { Signature = signature, IsRedacted = true });
    }

    private static ToolCallPart? ReadCall(JsonElement call, CallIds ids, ThoughtSignature? signature)
    {
        if (call.GetText("name"u8) is not { Length: > 0 } name)
            return null;
        var arguments = call.Get("args"u8) is { ValueKind: JsonValueKind.Object } args ? args.GetRawText() : "{}";
        return new ToolCallPart(ids.Of(call.GetText("id"u8), name, arguments), name, arguments) { Signature = signature };
    }

    private static ContentPart? ReadMedia(JsonElement blob)
    {
        if (blob.GetText("mimeType"u8) is not { Length: > 0 } type || blob.GetText("data"u8) is not { Length: > 0 } data)
            return null;
        var source = new MediaSource.Base64(type, Base64Text.Standard(data));
        return type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) ? new AudioPart(source) : new ImagePart(source);
    }
}
