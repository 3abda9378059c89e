using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Writes chunks with every member OpenAI's own clients want to be there.</summary>
internal static class ChunkJson
{
    /// <param name="legacy">True for callers who know functions only, not tools.</param>
    public static void Write(Utf8JsonWriter json, in ChunkHead head, in Chunk chunk, bool legacy)
    {
        var next = chunk.Event;
        WriteHead(json, head);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, next.Choice);
        json.WriteStartObject("delta"u8);
        WriteDelta(json, chunk, legacy);
        json.WriteEndObject();
        json.WritePropertyName("logprobs"u8);
        if (next is { Kind: ChatEventKind.Logprobs, Json: { } logprobs })
            logprobs.WriteTo(json);
        else
            json.WriteNullValue();
        if (next.Kind == ChatEventKind.Finish)
            json.WriteString("finish_reason"u8, FinishReasons.Write(next.Finish, legacy));
        else
            json.WriteNull("finish_reason"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteUsage(Utf8JsonWriter json, in ChunkHead head, ChatUsage usage)
    {
        WriteHead(json, head);
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        UsageJson.Write(json, usage);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, in ChunkHead head)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, head.Id);
        json.WriteString("object"u8, "chat.completion.chunk"u8);
        json.WriteNumber("created"u8, head.Created);
        json.WriteString("model"u8, head.Model);
    }

    private static void WriteDelta(Utf8JsonWriter json, in Chunk chunk, bool legacy)
    {
        var next = chunk.Event;
        switch (next.Kind)
        {
            case ChatEventKind.Start:
                json.WriteString("role"u8, "assistant"u8);
                json.WriteString("content"u8, ""u8);
                break;
            case ChatEventKind.Text:
                json.WriteString("content"u8, next.Text);
                break;
            case ChatEventKind.Refusal:
                json.WriteString("refusal"u8, next.Text);
                break;
            case ChatEventKind.Reasoning:
                json.WriteString("reasoning_content"u8, next.Text);
                break;
            case ChatEventKind.ReasoningSignature or ChatEventKind.RedactedReasoning:
                json.WriteStartArray("reasoning_details"u8);
                ThoughtsJson.WriteDetail(json, chunk.Detail!, chunk.DetailIndex);
                json.WriteEndArray();
                break;
            case ChatEventKind.ToolCall or ChatEventKind.ToolArguments or ChatEventKind.ToolSignature:
                if (legacy)
                    WriteLegacyCall(json, next);
                else
                    WriteCall(json, chunk);
                break;
            case ChatEventKind.Media:
                WriteMedia(json, next);
                break;
            case ChatEventKind.Annotations:
                json.WritePropertyName("annotations"u8);
                next.Json!.Value.WriteTo(json);
                break;
        }
    }

    private static void WriteCall(Utf8JsonWriter json, in Chunk chunk)
    {
        var next = chunk.Event;
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, next.Call);
        if (next.Kind == ChatEventKind.ToolCall)
        {
            json.WriteString("id"u8, next.Id);
            json.WriteString("type"u8, "function"u8);
        }
        // Strict clients refuse a piece of a call that says nothing of its function, even one that is only the proof.
        WriteFunction(json, "function"u8, next);
        CallSignature.Write(json, next.Kind == ChatEventKind.ToolSignature ? new ThoughtSignature(next.Maker, next.Text ?? "") : chunk.Signature);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Such callers know one call at a time.</summary>
    private static void WriteLegacyCall(Utf8JsonWriter json, in ChatEvent next)
    {
        if (next.Call == 0 && next.Kind != ChatEventKind.ToolSignature)
            WriteFunction(json, "function_call"u8, next);
    }

    private static void WriteFunction(Utf8JsonWriter json, ReadOnlySpan<byte> name, in ChatEvent next)
    {
        json.WriteStartObject(name);
        if (next.Kind == ChatEventKind.ToolCall)
            json.WriteString("name"u8, next.Name);
        json.WriteString("arguments"u8, next.Kind == ChatEventKind.ToolArguments ? next.Text : "");
        json.WriteEndObject();
    }

    private static void WriteMedia(Utf8JsonWriter json, in ChatEvent next)
    {
        if (next.Name?.StartsWith("audio/", StringComparison.Ordinal) is true)
        {
            MediaJson.WriteSound(json, next.Text ?? "");
            return;
        }
        json.WriteStartArray("images"u8);
        MediaJson.WriteImage(json, new MediaSource.Base64(next.Name ?? "image/png", next.Text ?? ""));
        json.WriteEndArray();
    }
}
