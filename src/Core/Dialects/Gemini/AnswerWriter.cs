using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>A client's whole answer.</summary>
internal static class AnswerWriter
{
    public static void Write(Utf8JsonWriter json, ChatAnswer answer, in AnswerTraits traits)
    {
        json.WriteStartObject();
        json.WritePropertyName("candidates"u8);
        json.WriteStartArray();
        foreach (var choice in answer.Choices)
            WriteCandidate(json, choice);
        json.WriteEndArray();
        if (answer.Usage is { } usage)
            GeminiUsage.Write(json, usage);
        AnswerHead.Write(json, answer.Id ?? traits.Id, traits.Model, answer.Created ?? traits.Created);
        json.WriteEndObject();
    }

    private static void WriteCandidate(Utf8JsonWriter json, ChatChoice choice)
    {
        json.WriteStartObject();
        json.WritePropertyName("content"u8);
        json.WriteStartObject();
        json.WritePropertyName("parts"u8);
        json.WriteStartArray();
        var written = false;
        for (var i = 0; i < choice.Parts.Count; i++)
        {
            var next = i + 1 < choice.Parts.Count ? choice.Parts[i + 1] as ReasoningPart : null;
            written |= WritePart(json, choice.Parts[i], next is { IsRedacted: true } ? next.Signature : null, out var withNext);
            if (withNext)
                i++;
        }
        // Google's clients take a turn without parts for one that is not to be kept.
        if (!written)
            PartWriter.Text(json, "");
        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
        json.WriteString("finishReason"u8, GeminiFinish.NameOf(choice.Finish));
        json.WriteNumber("index"u8, choice.Index);
        if (choice.Logprobs is { } logprobs)
            GeminiLogprobs.Write(json, logprobs);
        json.WriteEndObject();
    }

    /// <param name="following">The signature of withheld thoughts that come next, which goes with a text.</param>
    private static bool WritePart(Utf8JsonWriter json, ContentPart part, ThoughtSignature? following, out bool withNext)
    {
        withNext = part is TextPart && following is not null;
        switch (part)
        {
            case TextPart text:
                PartWriter.Text(json, text.Text, Signature(following));
                return true;
            case RefusalPart refusal:
                PartWriter.Text(json, refusal.Text);
                return true;
            case ReasoningPart { IsRedacted: true, Signature: { } withheld }:
                PartWriter.Text(json, "", GeminiSignature.Write(withheld));
                return true;
            case ReasoningPart reasoning:
                PartWriter.Thought(json, reasoning.Text, Signature(reasoning.Signature));
                return true;
            case ToolCallPart call:
                PartWriter.Call(json, call.Id, call.Name, call.Arguments, Signature(call.Signature));
                return true;
            case ImagePart { Source: var source }:
                return MediaWriter.TryWrite(json, source);
            case AudioPart { Source: var source }:
                return MediaWriter.TryWrite(json, source);
            case DocumentPart { Source: var source }:
                return MediaWriter.TryWrite(json, source);
            default:
                return false;
        }
    }

    private static string? Signature(ThoughtSignature? signature) => signature is null ? null : GeminiSignature.Write(signature);
}
