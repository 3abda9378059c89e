using System.Text.Json;

namespace AiGateway.Core.Dialects.Json;

/// <summary>Reads what providers write, which is not always what OpenAI would: a member of another type is as good as absent.</summary>
internal static class LooseJson
{
    /// <summary>A member's string; null when it is absent, null, or of another type.</summary>
    public static string? TextOf(this JsonElement holder, string name) =>
        holder.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

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

    /// <summary>A member of any type; undefined when it is absent.</summary>
    public static JsonElement Member(this JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A member's number, 0 or more; null when it is no such number. Some providers write a fraction.</summary>
    public static long? CountOf(this JsonElement holder, string name)
    {
        var value = holder.Member(name);
        if (value.ValueKind != JsonValueKind.Number)
            return null;
        if (value.TryGetInt64(out var whole))
            return whole >= 0 ? whole : null;
        return value.TryGetDouble(out var number) && number is >= 0 and < 9e15 ? (long)number : null;
    }

    /// <summary>A member's elements; none when it is no array.</summary>
    public static JsonElement.ArrayEnumerator ItemsOf(this JsonElement holder, string name) => holder.ArrayOf(name).Items();

    private static JsonElement MemberOf(this JsonElement holder, string name, JsonValueKind kind) => holder.Member(name) is var value && value.ValueKind == kind ? value : default;
}
