using System.Collections.Concurrent;
using AiGateway.Core.Grayscale;
using AiGateway.Edge.Catalog;

namespace AiGateway.Edge.Pipeline;

/// <summary>
/// Where each model's traffic split stands at this edge. Kept over catalog changes as long as the weights stay, so that an
/// unrelated change does not restart the count.
/// </summary>
internal sealed class Splits
{
    private readonly ConcurrentDictionary<string, Split> _splits = new(StringComparer.Ordinal);

    /// <summary>Index of the target whose turn it is.</summary>
    public int Next(ModelRoute model)
    {
        if (model.Targets.Length == 1)
            return 0;
        if (!_splits.TryGetValue(model.Spec.Id, out var split) || !split.Fits(model))
        {
            split = new Split([.. model.Targets.Select(t => t.Weight)]);
            split = _splits.AddOrUpdate(model.Spec.Id, split, (_, held) => held.Fits(model) ? held : split);
        }
        return split.Rotation.Next();
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
