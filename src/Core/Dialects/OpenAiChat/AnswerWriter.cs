using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Writes a client's whole answer, with every member OpenAI's own clients want to be there.</summary>
internal static class AnswerWriter
{
    public static void Write(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output) =>
        JsonOutput.Write(output, (answer, traits), static (json, call) => WriteBody(json, call.answer, call.traits));

    private static void WriteBody(Utf8JsonWriter json, ChatAnswer answer, in AnswerTraits traits)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, answer.Id ?? traits.Id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, answer.Created ?? traits.Created);
        json.WriteString("model"u8, traits.Model);
        json.WriteStartArray("choices"u8);
        foreach (var choice in answer.Choices)
            WriteChoice(json, choice, traits.Request is { LegacyFunctions: true });
        json.WriteEndArray();
        if (answer.Usage is { } usage)
            UsageJson.Write(json, usage);
        if (answer.ServiceTier is { } tier)
            json.WriteString("service_tier"u8, tier);
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, ChatChoice choice, bool legacy)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, choice.Index);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        WriteText(json, choice.Parts);
        ThoughtsJson.Write(json, choice.Parts);
        MediaJson.Write(json, choice.Parts);
        if (FirstCall(choice.Parts) is { } call)
        {
            if (legacy)
                WriteLegacyCall(json, call);
            else
                ToolCallsJson.Write(json, choice.Parts, signed: true);
        }
        json.WriteEndObject();
        json.WritePropertyName("logprobs"u8);
        if (choice.Logprobs is { } logprobs)
            logprobs.WriteTo(json);
        else
            json.WriteNullValue();
        json.WriteString("finish_reason"u8, FinishReasons.Write(choice.Finish, legacy));
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, IReadOnlyList<ContentPart> parts)
    {
        string? text = null, refusal = null;
        JsonElement? annotations = null;
        foreach (var part in parts)
        {
            if (part is TextPart said)
            {
                text += said.Text;
                annotations ??= said.Annotations;
            }
            else if (part is RefusalPart refused)
            {
                refusal += refused.Text;
            }
        }
        json.WriteString("content"u8, text);
        json.WriteString("refusal"u8, refusal);
        if (annotations is { } sources && AnnotationsJson.AreOurs(sources))
        {
            json.WritePropertyName("annotations"u8);
            sources.WriteTo(json);
        }
    }

    private static ToolCallPart? FirstCall(IReadOnlyList<ContentPart> parts)
    {
        foreach (var part in parts)
        {
            if (part is ToolCallPart call)
                return call;
        }
        return null;
    }

    /// <summary>Such callers know one call at a time.</summary>
    private static void WriteLegacyCall(Utf8JsonWriter json, ToolCallPart call)
    {
        json.WriteStartObject("function_call"u8);
        ToolCallsJson.WriteCall(json, call);
        json.WriteEndObject();
    }
}
