using System.Text.Json;

namespace AiGateway.Core.Dialects;

/// <summary>The form the answer must have.</summary>
/// <param name="Kind">What it is.</param>
public sealed record OutputFormat(OutputFormatKind Kind)
{
    /// <summary>Of the schema; null where the dialect does not name it.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>JSON Schema, for <see cref="OutputFormatKind.JsonSchema"/>.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Whether the answer must keep to the schema exactly; null leaves it to the provider.</summary>
    public bool? Strict { get; init; }
}

/// <summary>What an answer is made of.</summary>
public enum OutputFormatKind
{
    Text,

    /// <summary>Any JSON object.</summary>
    JsonObject,

    /// <summary>JSON as a schema says.</summary>
    JsonSchema,
}
