using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>What an answer says and shows.</summary>
internal static class ContentJson
{
    /// <summary>What speech is in when OpenAI does not say.</summary>
    private const string SoundType = "audio/wav";

    public static void Read(JsonElement message, List<ContentPart> parts)
    {
        var content = parts.Count;
        ReadText(message, parts);
        if (message.ArrayOf("annotations") is { ValueKind: JsonValueKind.Array } annotations && annotations.GetArrayLength() > 0 && parts.Count > content
            && parts[^1] is TextPart text)
            parts[^1] = text with { Annotations = annotations };
        if (message.WordOf("refusal") is { } refusal)
            parts.Add(new RefusalPart(refusal));
        foreach (var image in message.ArrayOf("images").Items())
        {
            if (ImageAddress(image) is { } address)
                parts.Add(new ImagePart(DataUri.Read(address)));
        }
        var audio = message.ObjectOf("audio");
        if (audio.WordOf("data") is { } sound)
            parts.Add(new AudioPart(new MediaSource.Base64(SoundType, sound)));
    }

    public static string? ImageAddress(JsonElement image) => image.ObjectOf("image_url").WordOf("url") ?? image.WordOf("image_url");

    /// <summary>The text of one of Mistral's parts that are thoughts; null when it is none.</summary>
    public static string? Thinking(JsonElement part)
    {
        if (part.TextOf("type") != "thinking")
            return null;
        var text = part.TextOf("thinking") ?? "";
        foreach (var piece in part.ArrayOf("thinking").Items())
            text += piece.TextOf("text");
        return text;
    }

    private static void ReadText(JsonElement message, List<ContentPart> parts)
    {
        var text = message.TextOf("content") ?? "";
        foreach (var part in message.ArrayOf("content").Items())
        {
            if (Thinking(part) is { } thoughts)
                parts.Add(new ReasoningPart(thoughts));
            else if (part.TextOf("type") == "text")
                text += part.TextOf("text");
        }
        if (text.Length == 0)
            text = message.ObjectOf("audio").TextOf("transcript") ?? "";
        if (text.Length > 0)
            parts.Add(new TextPart(text));
    }
}
