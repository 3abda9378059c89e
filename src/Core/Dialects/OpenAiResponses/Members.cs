using System.Text.Json;

namespace AiGateway.Core.Dialects.OpenAiResponses;

/// <summary>Reads what a provider wrote, taking a member of another type for none.</summary>
internal static class Members
{
    public static JsonElement Member(this JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Null when it is no text.</summary>
    public static string? TextOf(this JsonElement of, string name) => of.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>0 or more; null when it is no such number. Some providers write a fraction.</summary>
    public static long? CountOf(this JsonElement of, string name)
    {
        var value = of.Member(name);
        if (value.ValueKind != JsonValueKind.Number)
            return null;
        if (value.TryGetInt64(out var whole))
            return whole >= 0 ? whole : null;
        return value.TryGetDouble(out var number) && number is >= 0 and < 9e15 ? (long)number : null;
    }

    /// <summary>Its elements; none when it is no array.</summary>
    public static JsonElement.ArrayEnumerator ItemsOf(this JsonElement of, string name) =>
        of.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;
}
