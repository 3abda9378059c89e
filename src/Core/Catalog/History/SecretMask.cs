using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Core.Catalog.History;

/// <summary>Keeps secrets out of what is shown of a catalog: neither sealed ones nor digests are anybody's to see.</summary>
internal static class SecretMask
{
    public static bool IsSecret(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } value && (value.TryGetProperty("sealed", out _) || value.TryGetProperty("digest", out _));

    /// <summary>The value with <see cref="CatalogDiff.Mask"/> wherever it holds a secret.</summary>
    public static JsonNode? Shown(JsonElement? element) => element switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        _ when IsSecret(element) => JsonValue.Create(CatalogDiff.Mask),
        { ValueKind: JsonValueKind.Object } value => new JsonObject(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Shown(member.Value)))),
        { ValueKind: JsonValueKind.Array } value => new JsonArray([.. value.EnumerateArray().Select(item => Shown(item))]),
        { } value => JsonValue.Create(value.Clone()),
    };
}
