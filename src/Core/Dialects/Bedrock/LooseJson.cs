using System.Text.Json;

namespace AiGateway.Core.Dialects.Bedrock;

/// <summary>Members of what a provider sent; one of another type than expected is as good as absent.</summary>
internal static class LooseJson
{
    extension(JsonElement value)
    {
        /// <summary>An object, or null.</summary>
        public JsonElement? Member(string name) => value.Any(name) is { ValueKind: JsonValueKind.Object } member ? member : null;

        /// <summary>An array, or null.</summary>
        public JsonElement? Array(string name) => value.Any(name) is { ValueKind: JsonValueKind.Array } member ? member : null;

        public string? Text(string name) => value.Any(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

        /// <summary>0 or more; null for what is no such number.</summary>
        public long? Count(string name) =>
            value.Any(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var number) && number is >= 0 and <= int.MaxValue ? number : null;

        /// <summary>Anything but null.</summary>
        public JsonElement? Any(string name) =>
            value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
    }
}
