using System.Text.Json;

namespace AiGateway.Core.Dialects;

/// <summary>A function of the caller's that the model may call.</summary>
/// <param name="Name">1–64 of <c>a-z A-Z 0-9 _ -</c> with most providers.</param>
/// <param name="Description">Null without one.</param>
/// <param name="Parameters">JSON Schema of its arguments, an object; null for a function that takes none.</param>
public sealed record ToolDefinition(string Name, string? Description, JsonElement? Parameters)
{
    /// <summary>Whether calls must keep to the schema exactly; null leaves it to the provider.</summary>
    public bool? Strict { get; init; }

    /// <inheritdoc cref="ContentPart.CacheControl"/>
    public JsonElement? CacheControl { get; init; }
}

/// <summary>Which tools the model may or must use.</summary>
/// <param name="Mode">How.</param>
/// <param name="Name">The function, for <see cref="ToolChoiceMode.Named"/>; null otherwise.</param>
public sealed record ToolChoice(ToolChoiceMode Mode, string? Name = null);

/// <summary>How free the model is in calling tools.</summary>
public enum ToolChoiceMode
{
    Auto,
    None,

    /// <summary>At least one call, of any.</summary>
    Required,

    /// <summary>A call of the one that is named.</summary>
    Named,
}
