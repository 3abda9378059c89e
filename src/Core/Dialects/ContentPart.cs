using System.Text.Json;

namespace AiGateway.Core.Dialects;

/// <summary>A piece of what is said in a turn or an answer.</summary>
public abstract record ContentPart
{
    /// <summary>Where it stands in the caller's request, such as <c>messages[2].content[1]</c>, for refusing it by name; null in answers and for text.</summary>
    public string? Path { get; init; }

    /// <summary>Anthropic's mark that the prompt up to here is worth caching, a JSON object; null without one.</summary>
    public JsonElement? CacheControl { get; init; }
}

public sealed record TextPart(string Text) : ContentPart
{
    /// <summary>Sources of the text in the form of the dialect they came in; null without any.</summary>
    public JsonElement? Annotations { get; init; }
}

/// <summary>Why the model will not answer, in its own words.</summary>
public sealed record RefusalPart(string Text) : ContentPart;

/// <param name="Source">Its bytes, or where they are.</param>
public sealed record ImagePart(MediaSource Source) : ContentPart
{
    /// <summary><c>low</c>, <c>high</c> or <c>auto</c>; null leaves it to the provider.</summary>
    public string? Detail { get; init; }
}

/// <param name="Source">Its bytes, or where they are.</param>
/// <param name="Name">Its file name or title; null without one.</param>
public sealed record DocumentPart(MediaSource Source, string? Name) : ContentPart;

/// <param name="Source">Its bytes, or where they are.</param>
public sealed record AudioPart(MediaSource Source) : ContentPart;

/// <summary>A call the model makes of a function of the caller's.</summary>
/// <param name="Id">Names the call in its result; never empty.</param>
/// <param name="Name">The function.</param>
/// <param name="Arguments">JSON text; <c>{}</c> for none. What a model wrote may be no valid JSON.</param>
public sealed record ToolCallPart(string Id, string Name, string Arguments) : ContentPart
{
    /// <summary>A provider's proof of the thoughts behind the call, which it wants back with it; null without one.</summary>
    public ThoughtSignature? Signature { get; init; }
}

/// <summary>What a call returned.</summary>
/// <param name="CallId">The <see cref="ToolCallPart.Id"/> of the call.</param>
/// <param name="Name">The function, where the dialect says it, or an earlier turn does; null where nobody does.</param>
/// <param name="Content">Text, and images where the dialect takes them.</param>
/// <param name="IsError">True when the call failed.</param>
public sealed record ToolResultPart(string CallId, string? Name, IReadOnlyList<ContentPart> Content, bool IsError = false) : ContentPart;

/// <summary>The model's thoughts before its answer.</summary>
/// <param name="Text">The thoughts or their summary; empty where only the provider can read them.</param>
public sealed record ReasoningPart(string Text) : ContentPart
{
    /// <summary>The provider's proof that they are its own, or the thoughts themselves in a form only it can read; null without one.</summary>
    public ThoughtSignature? Signature { get; init; }

    /// <summary>True when <see cref="Signature"/> holds thoughts that were withheld from the caller.</summary>
    public bool IsRedacted { get; init; }
}

/// <summary>An opaque value that only its maker understands: anyone else refuses a request that holds it.</summary>
/// <param name="Maker">Whose dialect it was made in.</param>
/// <param name="Value">As the maker wrote it.</param>
public sealed record ThoughtSignature(Dialect Maker, string Value);
