using System.Diagnostics.CodeAnalysis;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>What the gateway needs to know of a request, and where in the body it stands. Nothing else of the body is kept.</summary>
internal readonly record struct RequestScan
{
    public Operation Operation { get; init; }

    /// <summary>The model the caller asked for, unescaped.</summary>
    public string Model { get; init; }

    /// <summary>The value of <c>model</c>, quotes included; empty where the path names it.</summary>
    public ByteRange ModelValue { get; init; }

    /// <summary>True when the path names the model, whatever the body says.</summary>
    public bool ModelIsInPath { get; init; }

    public bool Stream { get; init; }

    /// <summary>The value of <c>stream_options</c>, an object or null; empty when absent.</summary>
    public ByteRange StreamOptionsValue { get; init; }

    public bool StreamOptionsIsObject { get; init; }

    public bool StreamOptionsHasMembers { get; init; }

    /// <summary>The value of <c>stream_options.include_usage</c>; empty when absent.</summary>
    public ByteRange IncludeUsageValue { get; init; }

    /// <summary>True when the caller itself asked for usage in the stream.</summary>
    public bool UsageAsked { get; init; }

    public DeclaredCap MaxTokens { get; init; }

    public DeclaredCap MaxCompletionTokens { get; init; }

    public DeclaredCap MaxOutputTokens { get; init; }

    /// <summary>Answers asked for, 1–128.</summary>
    public int N { get; init; }

    /// <summary>Answers the provider makes to choose from, 1–128.</summary>
    public int BestOf { get; init; }

    /// <summary>True when embeddings must come back as base64 strings.</summary>
    public bool WantsBase64 { get; init; }

    /// <summary>The value, quotes included, that binds related calls: the highest <see cref="AffinitySource"/> that is there; empty without any.</summary>
    public ByteRange AffinityValue { get; init; }

    /// <summary>The value of <c>messages</c>, <c>contents</c>, <c>prompt</c>, <c>input</c> or <c>query</c>; empty for a response that is to be made of what its provider keeps, and where there are only files.</summary>
    public ByteRange PromptValue { get; init; }

    /// <summary>The value of <c>instructions</c>, <c>system</c> or <c>systemInstruction</c>, or of <c>documents</c>; empty when absent.</summary>
    public ByteRange InstructionsValue { get; init; }

    /// <summary>The first of <c>messages</c> whose role is the user's; empty when there is none.</summary>
    public ByteRange FirstUserMessage { get; init; }

    /// <summary>The value of <c>tools</c>; empty when absent.</summary>
    public ByteRange ToolsValue { get; init; }

    /// <summary>The newest signatures of thoughts in the messages; null when there are none.</summary>
    public SignatureList? Signatures { get; init; }

    /// <summary>What the request names of files, responses and conversations, at most 256; null when there is nothing of the kind.</summary>
    public List<PinnedAt>? Objects { get; init; }

    /// <summary>True when the provider is asked not to keep the answer.</summary>
    public bool KeepsNothing { get; init; }

    /// <summary>True when the caller does not wait for the answer, and asks for it later.</summary>
    public bool InBackground { get; init; }

    /// <summary>True when the caller counts on what the provider keeps of the answer: made twice, it is there twice.</summary>
    public bool IsMadeOnce { get; init; }

    /// <summary>The value of <c>generationConfig</c>; empty when absent.</summary>
    public ByteRange GenerationConfigValue { get; init; }

    /// <summary>True for a request within a request, whose own words count.</summary>
    public bool IsWrapped { get; init; }

    public PromptTally Prompt { get; init; }

    /// <summary>Index of the brace that closes the body.</summary>
    public int End { get; init; }

    /// <summary>True when what is heard is to be written down otherwise than in JSON: as plain text, or as subtitles.</summary>
    public bool WantsText { get; init; }

    /// <summary>The largest output cap declared; null when there is none.</summary>
    public int? OutputCap => Larger(MaxTokens.Tokens, Larger(MaxCompletionTokens.Tokens, MaxOutputTokens.Tokens));

    /// <summary>Reads a whole body. Never throws, whatever the bytes are.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body,
        Operation operation,
        out RequestScan scan,
        [NotNullWhen(false)] out RequestProblem? problem,
        PathModel path = default) => new RequestReader(body, operation, path).TryRead(out scan, out problem);

    private static int? Larger(int? a, int? b) => a is null || b > a ? b : a;
}
