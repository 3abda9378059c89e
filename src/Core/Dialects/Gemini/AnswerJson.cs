using System.Text.Json;

namespace AiGateway.Core.Dialects.Gemini;

/// <summary>Members of an answer, of which nobody can be told that they are not as they should be: what has another type is not there.</summary>
internal static class AnswerJson
{
    /// <summary>More tokens than any answer has, and few enough to be added up.</summary>
    private const long MaxCount = 1L << 40;

    /// <summary>Undefined when absent, null, or this is no object.</summary>
    public static JsonElement Get(this in JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    public static string? GetText(this in JsonElement element, ReadOnlySpan<byte> name) =>
        element.Get(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>0 when absent.</summary>
    public static long GetCount(this in JsonElement element, ReadOnlySpan<byte> name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var count) ? Math.Clamp(count, 0, MaxCount) : 0;

    public static bool GetFlag(this in JsonElement element, ReadOnlySpan<byte> name) => element.Get(name).ValueKind == JsonValueKind.True;

    /// <summary>None when absent.</summary>
    public static JsonElement.ArrayEnumerator GetItems(this in JsonElement element, ReadOnlySpan<byte> name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : default;
}
