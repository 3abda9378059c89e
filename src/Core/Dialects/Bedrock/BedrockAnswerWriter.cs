using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Converse answers once; a second choice has no place.</summary>
internal static class BedrockAnswerWriter
{
    public static void Write(ChatAnswer answer, IBufferWriter<byte> output) => JsonOutput.Write(output, answer, static (json, answer) =>
    {
        var choice = answer.Choices.Count > 0 ? answer.Choices[0] : new ChatChoice(0, [], FinishReason.Stop);
        json.WriteStartObject();
        json.WriteStartObject("output");
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        foreach (var part in choice.Parts)
            WritePart(json, part);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("stopReason", StopReasons.Write(choice.Finish, choice.StopSequence));
        BedrockUsage.Write(json, answer.Usage ?? new ChatUsage(0, 0));
        json.WriteStartObject("metrics");
        json.WriteNumber("latencyMs", 0);
        json.WriteEndObject();
        if (choice.StopSequence is { } sequence)
        {
            json.WriteStartObject("additionalModelResponseFields");
            json.WriteString("stop_sequence", sequence);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });

    private static void WritePart(Utf8JsonWriter json, ContentPart part)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(json, text.Text);
                break;
            case RefusalPart refusal:
                WriteText(json, refusal.Text);
                break;
            case ToolCallPart call:
                json.WriteStartObject();
                ContentWriter.WriteCall(json, call);
                json.WriteEndObject();
                break;
            case ReasoningPart reasoning when !reasoning.IsRedacted || BedrockTurns.IsOwnReasoning(reasoning):
                json.WriteStartObject();
                ContentWriter.WriteReasoning(json, BedrockTurns.IsOwnReasoning(reasoning) ? reasoning : reasoning with { Signature = null });
                json.WriteEndObject();
                break;
            case ImagePart { Source: MediaSource.Base64 bytes } when MediaFormats.Images.FormatOf(bytes.MediaType) is { } format:
                WriteImage(json, format, bytes.Data);
                break;
            default:
                break;
        }
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter json, string format, string data)
    {
        json.WriteStartObject();
        json.WriteStartObject("image");
        json.WriteString("format", format);
        json.WriteStartObject("source");
        json.WriteString("bytes", data);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
