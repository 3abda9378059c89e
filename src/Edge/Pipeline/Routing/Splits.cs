using System.Collections.Concurrent;
using AiGateway.Core.Grayscale;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;

namespace AiGateway.Edge.Pipeline.Routing;

/// <summary>
/// Where each model's traffic split stands at this edge. Kept over catalog changes as long as the weights stay, so that an
/// unrelated change does not restart the count.
/// </summary>
/// <param name="ramps">How far the shares that are being raised have come; null gives no canary anything.</param>
internal sealed class Splits(RampViews? ramps = null)
{
    private readonly RampViews _ramps = ramps ?? new RampViews();
    private readonly ConcurrentDictionary<string, Split> _splits = new(StringComparer.Ordinal);

    /// <summary>Index of the target that a call keeps to, or whose turn it is; -1 when none is left that gets calls.</summary>
    /// <param name="call">The call.</param>
    /// <param name="model">Its model.</param>
    /// <param name="full">Targets that have no room for it, bit by bit.</param>
    public int Of(Exchange call, ModelRoute model, ulong full = 0)
    {
        if (model.Ramp is null)
            return StickyTarget.Of(call, model, model.TargetWeights, full) ?? Next(model, ~full);
        var ramp = _ramps[model.Spec.Id].For(model);
        var target = StickyTarget.Of(call, model, ramp.Weights, full) ?? (full == 0 ? ramp.Next() : ramp.NextOf(~full));
        call.Lane = target < 0 ? null : ramp.LaneOf(target);
        return target;
    }

    private int Next(ModelRoute model, ulong eligible)
    {
        if (model.Targets.Length == 1)
            return (eligible & 1) != 0 ? 0 : -1;
        if (!_splits.TryGetValue(model.Spec.Id, out var split) || !split.Fits(model))
        {
            split = new Split([.. model.Targets.Select(t => t.Weight)]);
            split = _splits.AddOrUpdate(model.Spec.Id, split, (_, held) => held.Fits(model) ? held : split);
        }
        return split.Rotation.Next(eligible);
    }

    private sealed class Split(int[] weights)
    {
        public WeightedRotation Rotation { get; } = new(weights);

        public bool Fits(ModelRoute model)
        {
            if (model.Targets.Length != weights.Length)
                return false;
            for (var i = 0; i < weights.Length; i++)
            {
                if (model.Targets[i].Weight != weights[i])
                    return false;
            }
            return true;
        }
    }
}
