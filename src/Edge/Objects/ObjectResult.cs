using AiGateway.Core.Health;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Objects;

/// <summary>How one attempt ended: with an answer the caller has, unless one of these says otherwise.</summary>
/// <param name="Failure">The provider's; null when it answered.</param>
/// <param name="Error">Anybody else's, which no other key would mend; null for none.</param>
internal readonly record struct ObjectResult(UpstreamFailure? Failure, OpenAiError? Error)
{
    /// <summary>Whether another key may be asked.</summary>
    public bool MayRepeat { get; init; }
}
