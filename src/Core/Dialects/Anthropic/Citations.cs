using System.Text.Json;

namespace AiGateway.Core.Dialects.Anthropic;

/// <summary>Sources of a text in this dialect's own form; those of other dialects mean nothing to its clients.</summary>
internal static class Citations
{
    private const string TypeSuffix = "_location";

    public static JsonElement? Read(JsonElement? citations) =>
        citations is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list : null;

    /// <summary>A list of one.</summary>
    public static JsonElement ListOf(JsonElement citation) => JsonElement.Parse($"[{citation.GetRawText()}]");

    public static bool IsOwn(JsonElement citation) =>
        citation.ValueKind == JsonValueKind.Object && citation.Text("type") is { } type && type.EndsWith(TypeSuffix, StringComparison.Ordinal);

    /// <summary>A <c>citations</c> member, where there are any.</summary>
    public static void Write(Utf8JsonWriter json, JsonElement? annotations)
    {
        if (annotations is not { ValueKind: JsonValueKind.Array } list)
            return;
        var isOpen = false;
        foreach (var citation in list.EnumerateArray())
        {
            if (!IsOwn(citation))
                continue;
            if (!isOpen)
                json.WriteStartArray("citations");
            isOpen = true;
            citation.WriteTo(json);
        }
        if (isOpen)
            json.WriteEndArray();
    }
}
