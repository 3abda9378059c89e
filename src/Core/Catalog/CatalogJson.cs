using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog;

/// <summary>The catalog as JSON: camel case, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CatalogDocument))]
[JsonSerializable(typeof(ProviderSpec))]
[JsonSerializable(typeof(KeySpec))]
[JsonSerializable(typeof(ModelSpec))]
[JsonSerializable(typeof(ConsumerSpec))]
public sealed partial class CatalogJson : JsonSerializerContext
{
    public static string Write(CatalogDocument document) => JsonSerializer.Serialize(document, Default.CatalogDocument);

    /// <exception cref="JsonException">The text is not a catalog.</exception>
    public static CatalogDocument Read(string json) =>
        JsonSerializer.Deserialize(json, Default.CatalogDocument) ?? throw new JsonException("The catalog is null.");
}
