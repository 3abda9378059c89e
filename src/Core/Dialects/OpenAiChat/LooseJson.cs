using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiChat;

/// <summary>Reads what providers write, which is not always what OpenAI would: a member of another type is as good as absent.</summary>
internal static class LooseJson
{
    /// <summary>A member's string; null when it is absent, null, or of another type.</summary>
    public static string? TextOf(this JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The same; null when it is empty, too.</summary>
    public static string? WordOf(this JsonElement holder, string name) => holder.TextOf(name) is { Length: > 0 } text ? text : null;

    /// <summary>A member's object; undefined when there is none, on which all of these find nothing.</summary>
    public static JsonElement ObjectOf(this JsonElement holder, string name) => holder.MemberOf(name, JsonValueKind.Object);

    /// <summary>A member's array; undefined when there is none.</summary>
    public static JsonElement ArrayOf(this JsonElement holder, string name) => holder.MemberOf(name, JsonValueKind.Array);

    public static long? IntegerOf(this JsonElement holder, string name) =>
        holder.MemberOf(name, JsonValueKind.Number) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>Its elements; none when it is no array.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement array) => array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : default;

    private static JsonElement MemberOf(this JsonElement holder, string name, JsonValueKind kind) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : default;
}
