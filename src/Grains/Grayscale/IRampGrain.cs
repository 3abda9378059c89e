using AiGateway.Core.Grayscale;
using Orleans.Concurrency;

namespace AiGateway.Grains.Grayscale;

/// <summary>
/// Owns the ramp of one model, under the model's id: hears from every edge how both sides of the split do, decides how much the
/// canary gets, and tells every edge.
/// </summary>
[Alias("aigw.IRampGrain")]
public interface IRampGrain : IGrainWithStringKey
{
    /// <summary>What an edge saw since its last report; the first one starts the ramp. Answers with the state that follows.</summary>
    [Alias("report")]
    ValueTask<RampStatus> Report(RampReport report);

    [Alias("status"), ReadOnly]
    ValueTask<RampStatus> Status();

    /// <summary>The state and what it rests on.</summary>
    [Alias("figures"), ReadOnly]
    ValueTask<RampFigures> Figures();

    /// <summary>An operator's word. What raises the share is in the store when this answers.</summary>
    /// <exception cref="TimeoutException">It could not be stored, and does not hold.</exception>
    [Alias("operate")]
    ValueTask<RampFigures> Operate(RampAction action, RampTerms terms);
}
