using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Writes a whole answer. Clients of this dialect know of one choice only.</summary>
internal static class AnswerWriter
{
    private const string IdPrefix = "msg_";

    public static void Write(ChatAnswer answer, in AnswerTraits traits, IBufferWriter<byte> output) =>
        JsonOutput.Write(output, (answer, traits), static (json, state) => Write(json, state.answer, state.traits));

    /// <summary>The provider's id where it is one of this dialect.</summary>
    public static string IdOf(string? id, in AnswerTraits traits)
    {
        var known = string.IsNullOrEmpty(id) ? traits.Id : id;
        return known.StartsWith(IdPrefix, StringComparison.Ordinal) ? known : IdPrefix + known;
    }

    private static void Write(Utf8JsonWriter json, ChatAnswer answer, in AnswerTraits traits)
    {
        var choice = answer.Choices.Count > 0 ? answer.Choices[0] : new ChatChoice(0, [], FinishReason.Stop);
        var hasRefusal = false;
        var hasCalls = false;
        json.WriteStartObject();
        json.WriteString("id", IdOf(answer.Id, traits));
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", traits.Model);
        json.WriteStartArray("content");
        foreach (var part in choice.Parts)
        {
            hasRefusal |= part is RefusalPart;
            hasCalls |= part is ToolCallPart;
            WritePart(json, part);
        }
        json.WriteEndArray();
        json.WriteString("stop_reason", StopReasons.Write(choice.Finish, choice.StopSequence, hasRefusal, hasCalls));
        json.WriteString("stop_sequence", choice.StopSequence);
        json.WriteStartObject("usage");
        UsageCount.Write(json, answer.Usage ?? new ChatUsage(traits.PromptTokens, 0));
        if (Tier(answer.ServiceTier) is { } tier)
            json.WriteString("service_tier", tier);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Nothing for what there is no block for: images and sounds.</summary>
    private static void WritePart(Utf8JsonWriter json, ContentPart part)
    {
        switch (part)
        {
            case TextPart { Text.Length: > 0 } text:
                WriteText(json, text.Text, text.Annotations);
                break;
            case RefusalPart { Text.Length: > 0 } refusal:
                WriteText(json, refusal.Text, null);
                break;
            case ReasoningPart { IsRedacted: true, Signature: { } withheld }:
                WriteRedacted(json, CarriedSignature.Wrap(withheld.Maker, withheld.Value));
                break;
            case ReasoningPart { IsRedacted: false } thoughts:
                json.WriteStartObject();
                json.WriteString("type", "thinking");
                json.WriteString("thinking", thoughts.Text);
                json.WriteString("signature", thoughts.Signature is { } signature ? CarriedSignature.Wrap(signature.Maker, signature.Value) : "");
                json.WriteEndObject();
                break;
            case ToolCallPart call:
                if (call.Signature is { } proof)
                    WriteRedacted(json, CarriedSignature.WrapTool(proof.Maker, call.Id, proof.Value));
                json.WriteStartObject();
                json.WriteString("type", "tool_use");
                json.WriteString("id", call.Id);
                json.WriteString("name", call.Name);
                json.WritePropertyName("input");
                JsonOutput.WriteObjectText(json, call.Arguments);
                json.WriteEndObject();
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter json, string text, JsonElement? annotations)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        Citations.Write(json, annotations);
        json.WriteEndObject();
    }

    private static void WriteRedacted(Utf8JsonWriter json, string data)
    {
        json.WriteStartObject();
        json.WriteString("type", "redacted_thinking");
        json.WriteString("data", data);
        json.WriteEndObject();
    }

    private static string? Tier(string? tier) => tier switch { "default" => "standard", "priority" => "priority", _ => null };
}
