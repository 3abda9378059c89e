using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.FakeProvider.Provider;

/// <summary>Reads JSON without minding what is there: what is absent or of another type is nothing.</summary>
internal static class JsonReading
{
    extension(JsonElement json)
    {
        public JsonElement At(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

        public string? AsText() => json.ValueKind == JsonValueKind.String ? json.GetString() : null;

        public int? AsNumber() => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var value) ? value : null;

        /// <summary>A copy that can be changed.</summary>
        public JsonObject? AsObject() => json.ValueKind == JsonValueKind.Object ? JsonObject.Create(json) : null;

        public bool IsTrue() => json.ValueKind == JsonValueKind.True;

        /// <summary>Present and not null.</summary>
        public bool IsGiven() => json.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

        public IEnumerable<JsonElement> Items() => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [];

        public IEnumerable<JsonProperty> Members() => json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : [];
    }
}
