using AiGateway.Core.Catalog;
using AiGateway.Core.Grayscale;

namespace AiGateway.Edge.Catalog;

/// <summary>Which of a model's targets has its share raised, and by what terms.</summary>
/// <param name="Canary">Index among the model's targets.</param>
internal sealed record RampRoute(int Canary, RampTerms Terms)
{
    /// <param name="spec">A model without problems.</param>
    /// <param name="version">The catalog's.</param>
    public static RampRoute? Of(ModelSpec spec, long version)
    {
        if (spec.Ramp is not { } ramp)
            return null;
        for (var i = 0; i < spec.Targets.Count; i++)
        {
            if (spec.Targets[i].Provider == ramp.Target.Provider && spec.Targets[i].Model == ramp.Target.Model)
                return new RampRoute(i, RampTerms.Of(ramp, version));
        }
        return null;
    }
}
