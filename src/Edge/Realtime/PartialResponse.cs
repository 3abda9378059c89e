using AiGateway.Core.Usage;

namespace AiGateway.Edge.Realtime;

/// <summary>
/// What a response that broke off will have taken: its provider has read the conversation and said a part, and nobody names the
/// figures. Without it a caller that always hangs up before the end would pay nothing.
/// </summary>
/// <param name="Known">Tokens of the conversation when its last response ended: that much is read again.</param>
/// <param name="Said">Tokens said since.</param>
internal readonly record struct PartialResponse(long Known, long Said)
{
    /// <summary>50 ms of sound of 24,000 samples a second, two bytes each, in base64: what a token of it comes to.</summary>
    private const int BytesOfSound = 3_200;

    public TokenUsage Estimate() => new(Known, Said, 0, 0, Estimated: true);

    /// <summary>A piece of text is a token, or nearly; a piece of sound has many.</summary>
    public PartialResponse With(int bytes) => this with { Said = Said + 1 + (bytes / BytesOfSound) };

    /// <summary>A response has ended.</summary>
    public static PartialResponse After(in TokenUsage usage) => new(usage.Total, 0);
}
