namespace AiGateway.Edge.Upstream.OpenAi;

/// <summary>One block of an event stream. Its spans live until the framing is next asked for memory or for an event.</summary>
internal readonly ref struct SseEvent
{
    /// <summary>The block as it came, its blank line included.</summary>
    public ReadOnlySpan<byte> Raw { get; init; }

    /// <summary>What its <c>data</c> lines hold, joined by line feeds.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>What its last <c>event</c> line holds; empty without one.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Number of <c>data</c> lines. Zero for a block of comments, or of other fields alone.</summary>
    public int DataLines { get; init; }
}
