using System.Buffers;
using System.Text.Json;
using AiGateway.Core.Dialects.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses.State;

/// <summary>A request as it would be had the client sent all that it only names, for a target that keeps nothing.</summary>
public static class RecalledRequest
{
    private const string Reference = "item_reference";

    /// <summary>The ids of items that a request names instead of sending them again, in order: some clients do so for whatever the model said.</summary>
    /// <param name="body">Of a request.</param>
    /// <exception cref="DialectException">It is no request.</exception>
    public static IReadOnlyList<string> References(ReadOnlySpan<byte> body) => RequestDocument.Read(body, static root =>
    {
        var ids = new List<string>();
        foreach (var item in Items(root["input"]))
        {
            if (ReferenceOf(item) is { } id)
                ids.Add(id);
        }
        return ids;
    });

    /// <summary>Writes the request without what is done in the gateway: <c>previous_response_id</c> and <c>background</c>.</summary>
    /// <param name="body">Of a request.</param>
    /// <param name="previous">What comes before its input; null for nothing.</param>
    /// <param name="named">Whose items take the places of references to them; references to others stay.</param>
    /// <param name="output">Takes the request.</param>
    /// <exception cref="DialectException">It is no request.</exception>
    public static void Write(ReadOnlySpan<byte> body, KeptResponse? previous, IEnumerable<KeptResponse> named, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(named);
        var items = new Dictionary<string, JsonElement>();
        foreach (var kept in named)
        {
            foreach (var item in kept.Items())
            {
                if (item.TextOf("id") is { } id)
                    items[id] = item;
            }
        }
        var root = RequestDocument.Read(body, static root => root);
        JsonOutput.Write(output, (root, previous, items), static (json, call) => Write(json, call.root, call.previous, call.items));
    }

    private static void Write(Utf8JsonWriter json, Field root, KeptResponse? previous, Dictionary<string, JsonElement> items)
    {
        json.WriteStartObject();
        foreach (var (name, field) in root.Members())
        {
            if (name is "previous_response_id" or "background" or "input")
                continue;
            json.WritePropertyName(name);
            field.Value.WriteTo(json);
        }
        json.WriteStartArray("input"u8);
        foreach (var item in previous?.Items() ?? [])
            item.WriteTo(json);
        var input = root["input"];
        if (input.Value.ValueKind == JsonValueKind.String)
            Message(json, input.Text()!);
        foreach (var item in Items(input))
            (ReferenceOf(item) is { } id && items.TryGetValue(id, out var kept) ? kept : item.Value).WriteTo(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, "user"u8);
        json.WriteString("content"u8, text);
        json.WriteEndObject();
    }

    private static List<Field> Items(Field input) => input.Value.ValueKind == JsonValueKind.Array ? input.Items() : [];

    private static string? ReferenceOf(Field item) =>
        (item["type"].Text() is { } type ? type == Reference : item["role"].IsAbsent && !item["id"].IsAbsent) ? item["id"].RequiredText() : null;
}
