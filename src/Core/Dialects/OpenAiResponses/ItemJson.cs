using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Items of an answer as JSON of their own, since they are written in several places.</summary>
internal static class ItemJson
{
    public static byte[] Message(string id, string status, List<OutputPart> parts) => Make((id, status, parts), static (json, item) =>
    {
        Open(json, "message"u8, item.id);
        json.WriteString("status"u8, item.status);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteStartArray("content"u8);
        foreach (var part in item.parts)
            part.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <param name="seal">As <see cref="SealedThought"/> writes it; null without one.</param>
    public static byte[] Reasoning(string id, string text, string? seal) => Make((id, text, seal), static (json, item) =>
    {
        Open(json, "reasoning"u8, item.id);
        Summary(json, item.text);
        json.WriteString("encrypted_content"u8, item.seal);
        json.WriteEndObject();
    });

    public static byte[] Call(string id, string status, string callId, string name, string arguments) => Make((id, status, callId, name, arguments), static (json, item) =>
    {
        Open(json, "function_call"u8, item.id);
        json.WriteString("status"u8, item.status);
        json.WriteString("call_id"u8, item.callId);
        json.WriteString("name"u8, item.name);
        json.WriteString("arguments"u8, item.arguments);
        json.WriteEndObject();
    });

    /// <param name="data">Base64; null while it is being made.</param>
    public static byte[] Image(string id, string status, string mediaType, string? data) => Make((id, status, mediaType, data), static (json, item) =>
    {
        Open(json, "image_generation_call"u8, item.id);
        json.WriteString("status"u8, item.status);
        if (item.data is not null)
            json.WriteString("output_format"u8, item.mediaType.AsSpan(item.mediaType.IndexOf('/', StringComparison.Ordinal) + 1));
        json.WriteString("result"u8, item.data);
        json.WriteEndObject();
    });

    /// <summary>The member <c>summary</c>: one part, which must come back as it is where a proof covers it.</summary>
    public static void Summary(Utf8JsonWriter json, string text)
    {
        json.WriteStartArray("summary"u8);
        if (text.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "summary_text"u8);
            json.WriteString("text"u8, text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Open(Utf8JsonWriter json, ReadOnlySpan<byte> type, string id)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("id"u8, id);
    }

    private static byte[] Make<T>(in T state, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JsonOutput.Write(buffer, state, write);
        return buffer.WrittenSpan.ToArray();
    }
}
