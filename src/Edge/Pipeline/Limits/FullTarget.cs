using AiGateway.Core.Limits;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pipeline.Routing;

namespace AiGateway.Edge.Pipeline.Limits;

/// <summary>Why a target of a split takes no call for now.</summary>
/// <param name="Cap">Its limits.</param>
/// <param name="Target">The target.</param>
/// <param name="Refusal">What its owner said, or what was known; null when nobody could be asked, or the target has no price.</param>
/// <param name="Unpriced">Its money is limited, and what a call would cost there is not known.</param>
internal readonly record struct FullTarget(LimitedEntity Cap, Hop Target, LimitRefusal? Refusal, bool Unpriced = false)
{
    /// <summary>How long a caller should wait for what nobody could be asked about, ms.</summary>
    private const long UnknownMs = 1_000;

    /// <summary>What is told to a caller for whom no target is left: of all of them the one that will have room first.</summary>
    public OpenAiError Error => this switch
    {
        { Unpriced: true } => LimitErrors.Unpriced(Cap.Name, Target.Target.Provider.Id, Target.Model),
        { Refusal: { } refusal } => LimitErrors.Refused(Cap.Name, refusal),
        _ => GatewayErrors.QuotaUnavailable(),
    };

    public static FullTarget Sooner(FullTarget? one, FullTarget other) => one is { } first && first.FreeInMs <= other.FreeInMs ? first : other;

    private long FreeInMs => Unpriced ? long.MaxValue : Refusal?.RetryAfterMs ?? UnknownMs;
}
