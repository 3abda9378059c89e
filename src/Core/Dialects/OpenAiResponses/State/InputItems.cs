using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses.State;

/// <summary>The items a client sends with a request, in the form in which they are kept and listed: each with an id, texts as parts.</summary>
public static class InputItems
{
    /// <param name="body">Of a request.</param>
    /// <param name="responseId">Of its response; ids are made of it.</param>
    /// <param name="output">Takes a JSON array.</param>
    /// <exception cref="DialectException">It is no request.</exception>
    public static void Write(ReadOnlySpan<byte> body, string responseId, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(responseId);
        var input = RequestDocument.Read(body, static root => root["input"]);
        JsonOutput.Write(output, (input, responseId), static (json, sent) =>
        {
            json.WriteStartArray();
            if (sent.input.Value.ValueKind == JsonValueKind.String)
            {
                OpenMessage(json, ItemIds.OfInput("msg", sent.responseId, 0));
                json.WriteString("role"u8, "user"u8);
                Content(json, sent.input.Text()!, "input_text"u8);
                json.WriteEndObject();
            }
            else
            {
                var items = sent.input.Items();
                for (var i = 0; i < items.Count; i++)
                    Item(json, items[i], sent.responseId, i);
            }
            json.WriteEndArray();
        });
    }

    private static void Item(Utf8JsonWriter json, Field item, string responseId, int index)
    {
        var type = item["type"].Text() ?? (item["role"].IsAbsent ? "item_reference" : "message");
        var isMessage = type == "message";
        if (isMessage)
        {
            OpenMessage(json, item["id"].Text() ?? ItemIds.OfInput("msg", responseId, index));
        }
        else
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteString("id"u8, item["id"].Text() ?? ItemIds.OfInput(Prefix(type), responseId, index));
        }
        foreach (var (name, field) in item.Members())
        {
            if (name is "type" or "id" || (isMessage && name is "status"))
                continue;
            if (isMessage && name is "content" && field.Value.ValueKind == JsonValueKind.String)
            {
                Content(json, field.Text()!, item["role"].Text() is "assistant" ? "output_text"u8 : "input_text"u8);
                continue;
            }
            json.WritePropertyName(name);
            field.Value.WriteTo(json);
        }
        json.WriteEndObject();
    }

    private static void OpenMessage(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("id"u8, id);
        json.WriteString("status"u8, "completed"u8);
    }

    private static void Content(Utf8JsonWriter json, string text, ReadOnlySpan<byte> type)
    {
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("text"u8, text);
        if (type.SequenceEqual("output_text"u8))
        {
            json.WriteStartArray("annotations"u8);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Prefix(string type) => type switch
    {
        "function_call" => "fc",
        "function_call_output" => "fco",
        "reasoning" => "rs",
        _ => "item",
    };
}
