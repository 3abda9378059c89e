using AiGateway.Core.Grayscale;
using AiGateway.Edge.Catalog;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Edge.Cluster;

/// <summary>What this edge holds of one ramp: the owner's newest word, the split that follows from it, and what is to be told.</summary>
/// <param name="modelId">The model's.</param>
/// <param name="alarm">Hears of each failure of the canary at once.</param>
internal sealed class RampView(string modelId, Action<RampView> alarm)
{
    private readonly Lock _gate = new();
    private volatile RampStatus _status = new() { ModelId = modelId };
    private volatile RampSplit? _split;
    private RampReport? _unanswered;
    private RampStatus? _objection;
    private long _sequence;
    private int _sending;
    private volatile bool _alarmed;

    public string ModelId { get; } = modelId;

    public RampStatus Status => _status;

    /// <summary>Whether the last report was answered. For whoever is sending.</summary>
    public bool IsHeard { get; set; } = true;

    /// <summary>Whether the canary has failed since the last report was made.</summary>
    public bool IsAlarmed => _alarmed;

    /// <summary>How the calls of a model with a ramp are divided now.</summary>
    public RampSplit For(ModelRoute model) => _split is { } split && ReferenceEquals(split.Model, model) && ReferenceEquals(split.Status, _status) ? split : Renew(model);

    /// <summary>
    /// Takes the owner's word if it is newer than what is held. A newer owner that knows nothing of a roll-back is not followed,
    /// but told.
    /// </summary>
    public bool Apply(RampStatus status)
    {
        lock (_gate)
        {
            var held = _status;
            if (!status.IsNewerThan(held))
            {
                if (held.IsRolledBack && !status.IsRolledBack && status.Run == held.Run && (status.Epoch, status.Version).CompareTo((held.Epoch, held.Version)) > 0)
                    _objection = held;
                return false;
            }
            (_status, _objection) = (status, null);
            return true;
        }
    }

    /// <summary>One report at a time: what happens meanwhile is in the next.</summary>
    public bool TryStartSending() => Interlocked.Exchange(ref _sending, 1) == 0;

    public void EndSending() => Volatile.Write(ref _sending, 0);

    /// <summary>The next report, or the last one again when nobody has answered it; null when there is nothing to tell.</summary>
    /// <param name="edge">Who reports.</param>
    /// <param name="terms">What the catalog in force says.</param>
    /// <param name="canaryHasNoKey">That none of its keys can be used until somebody acts.</param>
    public RampReport? NextReport(EdgeIdentity edge, RampTerms terms, bool canaryHasNoKey)
    {
        lock (_gate)
        {
            if (_unanswered is not null)
                return _unanswered;
            _alarmed = false;
            var status = _status;
            var split = _split is { } held && ReferenceEquals(held.Status, status) ? held : null;
            var (canary, baseline) = (split?.Canary?.Take(), split?.Baseline?.Take());
            var hasNoKey = canaryHasNoKey && status.IsCounted && status.Plan == terms.Plan;
            if (canary is null && baseline is null && _objection is null && !hasNoKey && status.Plan == terms.Plan)
                return null;
            return _unanswered = new RampReport
            {
                EdgeId = edge.Id,
                Incarnation = edge.Incarnation,
                Sequence = ++_sequence,
                Epoch = status.Epoch,
                Version = status.Version,
                Canary = canary ?? new RampCounts(),
                Baseline = baseline ?? new RampCounts(),
                Terms = terms,
                CanaryHasNoKey = hasNoKey,
                RolledBack = _objection,
            };
        }
    }

    /// <summary>The owner has answered the last report.</summary>
    public void Answered(RampStatus status)
    {
        lock (_gate)
            _unanswered = null;
        Apply(status);
    }

    private RampSplit Renew(ModelRoute model)
    {
        lock (_gate)
        {
            if (_split is { } split && ReferenceEquals(split.Model, model) && ReferenceEquals(split.Status, _status))
                return split;
            return _split = new RampSplit(model, _status, _split, Alarm);
        }
    }

    private void Alarm()
    {
        _alarmed = true;
        alarm(this);
    }
}
