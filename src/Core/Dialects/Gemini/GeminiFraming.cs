namespace AiGateway.Core.Dialects.Gemini;

/// <summary>How a stream tells its pieces apart.</summary>
internal enum GeminiFraming
{
    /// <summary>Server-sent events, for <c>alt=sse</c>.</summary>
    Sse,

    /// <summary>One JSON array, written element by element.</summary>
    Array,
}
