using System.Text.Json;
using System.Text.Json.Serialization;
using AiGateway.Core.Catalog.Validation;

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
    public static IReadOnlyList<Preset> Read(string json)
    {
        var presets = JsonSerializer.Deserialize<Preset[]>(json, Options) ?? throw new JsonException("The file holds null, not a list.");
        var problems = new ProblemList();
        PresetFileRules.Check(presets, problems);
        return problems.Found is [var first, ..] ? throw new JsonException($"{first.Path} {first.Message}", first.Path, null, null) : presets;
    }
}
