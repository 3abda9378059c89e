using AiGateway.Core.Grayscale;
using AiGateway.Edge.Catalog;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// How a model's calls are divided under one status of its ramp. First canary or not, then among the others: so the canary's
/// share is exact to half a call at this edge however many there are, and the others go on in their turn when it changes.
/// </summary>
internal sealed class RampSplit
{
    private readonly WeightedRotation _canaryOrNot;
    private readonly WeightedRotation _others;
    private readonly int[] _otherWeights;
    private readonly RampRoute _ramp;

    /// <param name="model">A model with a ramp.</param>
    /// <param name="status">The newest of it.</param>
    /// <param name="before">What it takes the place of; null for nothing.</param>
    /// <param name="alarm">Hears of each failure of the canary at once.</param>
    public RampSplit(ModelRoute model, RampStatus status, RampSplit? before, Action alarm)
    {
        (Model, Status, _ramp) = (model, status, model.Ramp!);
        var isOfThis = status.Plan == _ramp.Terms.Plan;
        Share = isOfThis ? status.Share : 0;
        _canaryOrNot = before?.Share == Share ? before._canaryOrNot : new WeightedRotation(RampTerms.Whole - Share, Share);
        _otherWeights = [.. model.Targets.Select((target, i) => i == _ramp.Canary ? 0 : target.Weight)];
        _others = before is not null && before._otherWeights.AsSpan().SequenceEqual(_otherWeights) ? before._others : new WeightedRotation(_otherWeights);
        double others = _otherWeights.Sum();
        Weights = [.. _otherWeights.Select((weight, i) => i == _ramp.Canary ? others * Share : (double)weight * (RampTerms.Whole - Share))];
        if (!isOfThis || !status.IsCounted)
            return;
        var isSame = before is { Canary: not null } && ReferenceEquals(before.Status, status);
        (Canary, Baseline) = isSame ? (before!.Canary, before.Baseline) : (new RampLane(alarm), new RampLane(null));
    }

    public ModelRoute Model { get; }

    public RampStatus Status { get; }

    /// <summary>What the canary gets here, 0–10,000: nothing, when what is known is of another ramp than the catalog's.</summary>
    public int Share { get; }

    /// <summary>Those of the targets, for ids that keep to one: as the share rises they move to the canary only.</summary>
    public double[] Weights { get; }

    /// <summary>Null while nothing is compared.</summary>
    public RampLane? Canary { get; }

    /// <summary>For the targets beside it.</summary>
    public RampLane? Baseline { get; }

    /// <summary>Index of the target whose turn it is.</summary>
    public int Next() => Share > 0 && _canaryOrNot.Next() == 1 ? _ramp.Canary : _others.Next();

    /// <summary>
    /// Index of a target that stands in for one without room, among those whose bit is set; -1 when none of them gets calls. The
    /// canary is the last of them, so that its share stays what it is.
    /// </summary>
    public int NextOf(ulong eligible)
    {
        var other = _others.Next(eligible);
        return other >= 0 || Share == 0 || (eligible & (1UL << _ramp.Canary)) == 0 ? other : _ramp.Canary;
    }

    public RampLane? LaneOf(int target) => target == _ramp.Canary ? Canary : Baseline;
}
