using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiGateway.Core.Catalog.Presets;

/// <summary>Reads a file of presets: JSON in which comments and trailing commas may stand, and nothing unknown.</summary>
internal static class PresetFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
    };

    /// <returns>The presets in their order.</returns>
    /// <exception cref="JsonException">It is no such file; the message names what does not belong.</exception>
    public static IReadOnlyList<Preset> Read(string json) =>
        JsonSerializer.Deserialize<Preset[]>(json, Options) ?? throw new JsonException("The file holds null, not a list.");
}
