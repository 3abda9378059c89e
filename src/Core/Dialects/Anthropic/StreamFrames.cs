using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>The events of a stream. Each names itself twice: clients drop one without its <c>event</c> line.</summary>
internal static class StreamFrames
{
    public static void MessageStart(IBufferWriter<byte> output, string id, string model, long promptTokens) =>
        SseOutput.Named(output, "message_start"u8, (id, model, promptTokens), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("type", "message_start");
            json.WriteStartObject("message");
            json.WriteString("id", state.id);
            json.WriteString("type", "message");
            json.WriteString("role", "assistant");
            json.WriteString("model", state.model);
            json.WriteStartArray("content");
            json.WriteEndArray();
            json.WriteNull("stop_reason");
            json.WriteNull("stop_sequence");
            json.WriteStartObject("usage");
            UsageCount.Write(json, new ChatUsage(state.promptTokens, 0));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });

    public static void TextStart(IBufferWriter<byte> output, int index) => BlockStart(output, index, "text", "text", "");

    public static void ThinkingStart(IBufferWriter<byte> output, int index) => BlockStart(output, index, "thinking", "thinking", "");

    public static void RedactedStart(IBufferWriter<byte> output, int index, string data) => BlockStart(output, index, "redacted_thinking", "data", data);

    public static void CallStart(IBufferWriter<byte> output, int index, string id, string name) =>
        SseOutput.Named(output, "content_block_start"u8, (index, id, name), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("type", "content_block_start");
            json.WriteNumber("index", state.index);
            json.WriteStartObject("content_block");
            json.WriteString("type", "tool_use");
            json.WriteString("id", state.id);
            json.WriteString("name", state.name);
            json.WriteStartObject("input");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });

    public static void Delta(IBufferWriter<byte> output, int index, string type, string member, string text) =>
        SseOutput.Named(output, "content_block_delta"u8, (index, type, member, text), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("type", "content_block_delta");
            json.WriteNumber("index", state.index);
            json.WriteStartObject("delta");
            json.WriteString("type", state.type);
            json.WriteString(state.member, state.text);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    public static void Citation(IBufferWriter<byte> output, int index, JsonElement citation) =>
        SseOutput.Named(output, "content_block_delta"u8, (index, citation), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("type", "content_block_delta");
            json.WriteNumber("index", state.index);
            json.WriteStartObject("delta");
            json.WriteString("type", "citations_delta");
            json.WritePropertyName("citation");
            state.citation.WriteTo(json);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    public static void BlockStop(IBufferWriter<byte> output, int index) =>
        SseOutput.Named(output, "content_block_stop"u8, index, static (json, index) =>
        {
            json.WriteStartObject();
            json.WriteString("type", "content_block_stop");
            json.WriteNumber("index", index);
            json.WriteEndObject();
        });

    public static void MessageDelta(IBufferWriter<byte> output, string reason, string? stopSequence, ChatUsage usage) =>
        SseOutput.Named(output, "message_delta"u8, (reason, stopSequence, usage), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("type", "message_delta");
            json.WriteStartObject("delta");
            json.WriteString("stop_reason", state.reason);
            json.WriteString("stop_sequence", state.stopSequence);
            json.WriteEndObject();
            json.WriteStartObject("usage");
            UsageCount.Write(json, state.usage);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    public static void MessageStop(IBufferWriter<byte> output) =>
        SseOutput.Named(output, "message_stop"u8, 0, static (json, _) =>
        {
            json.WriteStartObject();
            json.WriteString("type", "message_stop");
            json.WriteEndObject();
        });

    private static void BlockStart(IBufferWriter<byte> output, int index, string type, string member, string text) =>
        SseOutput.Named(output, "content_block_start"u8, (index, type, member, text), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("type", "content_block_start");
            json.WriteNumber("index", state.index);
            json.WriteStartObject("content_block");
            json.WriteString("type", state.type);
            json.WriteString(state.member, state.text);
            // Clients add the pieces of it to what is here.
            if (state.type == "thinking")
                json.WriteString("signature", "");
            json.WriteEndObject();
            json.WriteEndObject();
        });
}
