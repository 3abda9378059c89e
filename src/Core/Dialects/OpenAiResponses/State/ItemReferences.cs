using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses.State;

/// <summary>
/// Items a client names instead of sending them again, since it takes them for kept. Some clients do so for whatever the model said.
/// <see cref="ItemIds.ResponseOf"/> tells which responses are wanted for following them.
/// </summary>
public static class ItemReferences
{
    private const string Reference = "item_reference";

    /// <summary>The ids that a request names, in order.</summary>
    /// <param name="body">Of a request.</param>
    /// <exception cref="DialectException">It is no request.</exception>
    public static IReadOnlyList<string> Of(ReadOnlyMemory<byte> body) => RequestDocument.Read(body, static root =>
    {
        var ids = new List<string>();
        foreach (var item in Items(root))
        {
            if (IsReference(item))
                ids.Add(item["id"].RequiredText());
        }
        return ids;
    });

    /// <summary>Writes the request as it would be had the client sent the items.</summary>
    /// <param name="body">Of a request.</param>
    /// <param name="output">Takes the request; nothing when an item is missing.</param>
    /// <param name="kept">JSON arrays of items with ids.</param>
    /// <returns>The id of the first item that is in none of them; null when all are.</returns>
    /// <exception cref="DialectException">It is no request.</exception>
    public static string? Follow(ReadOnlyMemory<byte> body, IBufferWriter<byte> output, params ReadOnlySpan<ReadOnlyMemory<byte>> kept)
    {
        var items = new Dictionary<string, JsonElement>();
        foreach (var array in kept)
        {
            foreach (var item in JsonElement.Parse(array.Span).EnumerateArray())
            {
                if (item.TextOf("id") is { } id)
                    items[id] = item;
            }
        }
        foreach (var id in Of(body))
        {
            if (!items.ContainsKey(id))
                return id;
        }
        var root = RequestDocument.Read(body, static root => root);
        JsonOutput.Write(output, (root, items), static (json, request) => Write(json, request.root, request.items));
        return null;
    }

    private static void Write(Utf8JsonWriter json, Field root, Dictionary<string, JsonElement> items)
    {
        json.WriteStartObject();
        foreach (var (name, field) in root.Members())
        {
            json.WritePropertyName(name);
            if (name != "input" || field.Value.ValueKind != JsonValueKind.Array)
            {
                field.Value.WriteTo(json);
                continue;
            }
            json.WriteStartArray();
            foreach (var item in field.Items())
                (IsReference(item) ? items[item["id"].RequiredText()] : item.Value).WriteTo(json);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static List<Field> Items(Field root)
    {
        var input = root["input"];
        return input.Value.ValueKind == JsonValueKind.Array ? input.Items() : [];
    }

    private static bool IsReference(Field item) => item["type"].Text() is { } type ? type == Reference : item["role"].IsAbsent && !item["id"].IsAbsent;
}
