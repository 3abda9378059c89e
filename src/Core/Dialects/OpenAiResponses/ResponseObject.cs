using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>What stays the same in a response from its first event to its last.</summary>
/// <param name="Id">Begins with <c>resp_</c>.</param>
/// <param name="Created">Unix time in seconds.</param>
/// <param name="Model">The name the client asked for.</param>
/// <param name="Request">What was asked; null where nobody kept it.</param>
/// <param name="Keeping">What the gateway does for it; null for nothing.</param>
internal readonly record struct ResponseHead(string Id, long Created, string Model, ChatRequest? Request, ResponseKeeping? Keeping = null);

/// <summary>How far a response has come.</summary>
/// <param name="Status">Such as <c>in_progress</c>.</param>
/// <param name="IncompleteReason">Null unless it is incomplete.</param>
/// <param name="Items">The JSON of each item.</param>
/// <param name="Usage">Null until known.</param>
/// <param name="ServiceTier">Null where the provider did not say.</param>
internal readonly record struct ResponseState(string Status, string? IncompleteReason, IReadOnlyList<byte[]> Items, ChatUsage? Usage, string? ServiceTier);

/// <summary>Writes a response with all members that clients demand; most of them repeat the request.</summary>
internal static class ResponseObject
{
    /// <summary>The whole of it. One that is larger than what is kept says so, which only its size can tell.</summary>
    public static ReadOnlyMemory<byte> Made(in ResponseHead head, in ResponseState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(buffer, head, state);
        if (head.Keeping is not { IsKept: true } keeping || keeping.Keeps(buffer.WrittenCount))
            return buffer.WrittenMemory;
        buffer.ResetWrittenCount();
        Write(buffer, head with { Keeping = keeping with { IsKept = false } }, state);
        return buffer.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, in ResponseHead head, in ResponseState state) =>
        JsonOutput.Write(buffer, (head, state), static (json, response) => Write(json, response.head, response.state));

    private static void Write(Utf8JsonWriter json, in ResponseHead head, in ResponseState state)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, head.Id);
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, head.Created);
        json.WriteString("status"u8, state.Status);
        json.WriteBoolean("background"u8, head.Keeping is { InBackground: true });
        json.WriteNull("error"u8);
        if (state.IncompleteReason is null)
        {
            json.WriteNull("incomplete_details"u8);
        }
        else
        {
            json.WriteStartObject("incomplete_details"u8);
            json.WriteString("reason"u8, state.IncompleteReason);
            json.WriteEndObject();
        }
        json.WriteString("model"u8, head.Model);
        json.WriteStartArray("output"u8);
        foreach (var item in state.Items)
            json.WriteRawValue(item, skipInputValidation: true);
        json.WriteEndArray();
        RequestEcho.Write(json, head.Request, head.Keeping, state.ServiceTier);
        UsageJson.Write(json, state.Usage);
        json.WriteEndObject();
    }
}
