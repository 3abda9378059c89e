using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>The catalog and its parts as JSON: camel case; unknown, duplicate and null members refused.</summary>
/// <remarks>
/// By reflection, not by the source generator: the generator sets every init-only property, so a member that is
/// left out would become 0 or null where the record says 1 or an empty list.
/// </remarks>
public static class CatalogJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
    };

    /// <exception cref="InvalidOperationException">The value holds a plain secret.</exception>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="JsonException">The text is not a catalog.</exception>
    public static CatalogDocument Read(string json) => Read<CatalogDocument>(json);

    /// <summary>Reads one part of a catalog, such as a <see cref="ProviderSpec"/>.</summary>
    /// <exception cref="JsonException">The text is not a <typeparamref name="T"/>.</exception>
    public static T Read<T>(string json)
        where T : class => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("The value is null.");
}
