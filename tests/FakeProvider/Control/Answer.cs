using System.Text.Json;

namespace AiGateway.FakeProvider.Control;

/// <summary>How a call is answered. The default is a well-behaved provider; every member changes one thing.</summary>
internal sealed record Answer
{
    public static Answer WellBehaved { get; } = new();

    // What is said.

    /// <summary>Name of a preset whose members apply where this answer has none of its own.</summary>
    public string? Preset { get; init; }

    public int? Status { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A literal body: a string is sent as it is, anything else as JSON. <c>{{key}}</c> becomes the caller's key.</summary>
    public JsonElement? Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The words of the answer; null means <c>word1 word2 …</c>, as many as there are events × tokens per event.</summary>
    public string? Text { get; init; }

    /// <summary>Content events; ignored when there is a <see cref="Text"/>.</summary>
    public int Events { get; init; } = 10;

    public int TokensPerEvent { get; init; } = 1;

    public ToolCall? ToolCall { get; init; }

    /// <summary>Several at once; they come before <see cref="ToolCall"/>.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    public string? FinishReason { get; init; }

    public UsagePlace Usage { get; init; }

    /// <summary>Of the prompt's tokens those read from a cache.</summary>
    public int CachedTokens { get; init; }

    /// <summary>Of the prompt's tokens those written to a cache, where the dialect tells.</summary>
    public int CacheWriteTokens { get; init; }

    public int ReasoningTokens { get; init; }

    /// <summary>Seconds for which a token that is given out is good; null means as long as usual.</summary>
    public int? ExpiresInS { get; init; }

    // When, in milliseconds.

    public int DelayHeadersMs { get; init; }

    public int DelayFirstEventMs { get; init; }

    public int GapMs { get; init; }

    /// <summary>Each of the waits above is longer by a random 0–this.</summary>
    public int JitterMs { get; init; }

    public int Seed { get; init; }

    /// <summary>While waiting inside a stream, a comment this often; 0 means none.</summary>
    public int CommentEveryMs { get; init; }

    // What goes wrong.

    public Fault Fault { get; init; }

    /// <summary>Every <c>data:</c> event counts: the role chunk is the first, <c>[DONE]</c> the last. 0 is after the headers.</summary>
    public int AfterEvents { get; init; }

    /// <summary>What an error event carries; null means the dialect's usual server error.</summary>
    public JsonElement? ErrorEvent { get; init; }

    /// <summary>Its name, or the type of the exception; null means the dialect's usual one.</summary>
    public string? ErrorName { get; init; }

    public bool OmitFinish { get; init; }

    public bool OmitDone { get; init; }

    /// <summary>With what code a WebSocket is closed by <see cref="Fault.End"/>.</summary>
    public int CloseStatus { get; init; } = 1000;

    public IReadOnlyList<Injection> Inject { get; init; } = [];

    public Framing Framing { get; init; }

    /// <summary>Send so many bytes at a time; 0 means all at once.</summary>
    public int DribbleBytes { get; init; }

    /// <summary>Compress without being asked.</summary>
    public bool Gzip { get; init; }

    /// <summary>Blank lines before a body that is not a stream.</summary>
    public int LeadingBlankLines { get; init; }

    /// <summary>Embeddings as numbers though base64 was asked for.</summary>
    public bool IgnoreEncodingFormat { get; init; }
}
