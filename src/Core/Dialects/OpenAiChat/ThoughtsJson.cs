using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>
/// Thoughts in a message. OpenAI has no word for them; its compatible providers say <c>reasoning_content</c> or <c>reasoning</c>,
/// and <c>reasoning_details</c> where the next request must hold a proof of them.
/// </summary>
internal static class ThoughtsJson
{
    public static void Read(JsonElement message, List<ContentPart> parts)
    {
        var first = parts.Count;
        var spelledOut = false;
        long? last = null;
        foreach (var detail in message.ArrayOf("reasoning_details").Items())
        {
            var index = detail.IntegerOf("index");
            var joins = parts.Count > first && index == last ? parts[^1] as ReasoningPart : null;
            if (joins?.Signature is not null)
                joins = null;
            last = index;
            if (ReadDetail(detail, joins) is not { } part)
                continue;
            if (joins is not null && !part.IsRedacted)
                parts[^1] = part;
            else
                parts.Add(part);
            spelledOut |= part.Text.Length > 0;
        }
        if (!spelledOut && Plain(message) is { } text)
            parts.Insert(first, new ReasoningPart(text));
    }

    /// <summary>Thoughts in plain words; null without any.</summary>
    public static string? Plain(JsonElement message) => message.WordOf("reasoning_content") ?? message.WordOf("reasoning");

    /// <summary>The value of <c>signature</c> or <c>data</c>, and whose it is; null without one.</summary>
    public static ThoughtSignature? Signature(JsonElement detail) =>
        (detail.WordOf("signature") ?? detail.WordOf("data")) is { } value ? new ThoughtSignature(ThoughtFormats.Maker(detail.TextOf("format")), value) : null;

    public static string DetailText(JsonElement detail) => detail.TextOf("text") ?? detail.TextOf("summary") ?? "";

    public static bool IsRedacted(JsonElement detail) => detail.TextOf("type") == "reasoning.encrypted";

    /// <summary>Both members, as far as there is something to be said in them.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ContentPart> parts)
    {
        var text = "";
        var signed = false;
        foreach (var part in parts)
        {
            if (part is not ReasoningPart thoughts)
                continue;
            text += thoughts.Text;
            signed |= thoughts.Signature is not null;
        }
        if (text.Length > 0)
            json.WriteString("reasoning_content"u8, text);
        if (!signed)
            return;
        json.WriteStartArray("reasoning_details"u8);
        var index = 0;
        foreach (var part in parts)
        {
            if (part is ReasoningPart thoughts)
                WriteDetail(json, thoughts, index++);
        }
        json.WriteEndArray();
    }

    public static void WriteDetail(Utf8JsonWriter json, ReasoningPart thoughts, int index)
    {
        json.WriteStartObject();
        if (thoughts is { IsRedacted: true, Signature: { } sealedThoughts })
        {
            json.WriteString("type"u8, "reasoning.encrypted"u8);
            json.WriteString("data"u8, sealedThoughts.Value);
        }
        else
        {
            json.WriteString("type"u8, "reasoning.text"u8);
            json.WriteString("text"u8, thoughts.Text);
            if (thoughts.Signature is { } proof)
                json.WriteString("signature"u8, proof.Value);
        }
        if (thoughts.Signature is { } signature)
            json.WriteString("format"u8, ThoughtFormats.Of(signature.Maker));
        json.WriteNumber("index"u8, index);
        json.WriteEndObject();
    }

    /// <param name="before">Thoughts without a proof that this goes on with: clients keep the pieces of a stream as they came.</param>
    private static ReasoningPart? ReadDetail(JsonElement detail, ReasoningPart? before)
    {
        var signature = Signature(detail);
        if (IsRedacted(detail))
            return signature is null ? null : new ReasoningPart("") { Signature = signature, IsRedacted = true };
        var text = DetailText(detail);
        return text.Length == 0 && signature is null ? null : new ReasoningPart(before?.Text + text) { Signature = signature };
    }
}
