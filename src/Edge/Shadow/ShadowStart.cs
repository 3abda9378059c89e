using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Shadow;

/// <summary>A copy that may be sent, or why it may not.</summary>
/// <param name="Call">The copy as a call, with its permits; null when it is dropped.</param>
/// <param name="Attempt">Who is to be asked, with which key.</param>
/// <param name="Why">Has a meaning when it is dropped.</param>
internal readonly record struct ShadowStart(Exchange? Call, Attempt? Attempt, ShadowDrop Why)
{
    public static implicit operator ShadowStart(ShadowDrop why) => new(null, null, why);
}
