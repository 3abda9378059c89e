namespace AiGateway.Core.Health;

public sealed partial record KeyHealth
{
    /// <summary>
    /// The owner of the endpoint has found that the key fails for this model and not for others. Ignored while the key itself
    /// is out: it says no more than that.
    /// </summary>
    public KeyHealth TripModel(string model, UpstreamFailure failure, long nowMs, double random)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(failure);
        var settled = Settle(nowMs, random);
        if (settled.State is not (KeyHealthState.Active or KeyHealthState.Throttled) || model.Length > ModelBlocks.MaxNameLength)
            return To(settled);
        var health = settled.HealthFor(model) ?? new KeyHealth { SinceMs = nowMs, Terms = Terms };
        return To(settled.With(model, health.Trip(failure, nowMs, random)));
    }

    /// <summary>The owner of the endpoint takes its word back: not the model failed but more than that.</summary>
    public KeyHealth PardonModel(string model, long nowMs) => To(HealthFor(model) is { } health ? With(model, health.Pardon(nowMs)) : this);

    /// <summary>Calls for a model succeeded. Of interest only where its circuit has been open.</summary>
    public KeyHealth SucceededWith(string model, int count, long nowMs)
    {
        if (HealthFor(model) is not { } health)
            return this;
        var next = With(model, health.Succeeded(count, nowMs));
        return To(next.Models.Any(each => each.IsForgotten(nowMs)) ? next with { Models = [.. next.Models.Where(each => !each.IsForgotten(nowMs))] } : next);
    }

    /// <summary>
    /// Gives out the ticket to try the key for a model, when one is due as <see cref="TryIssueProbe"/> says, and the key itself is
    /// in use: otherwise it would be tried in vain.
    /// </summary>
    public (KeyHealth Health, ProbeTicket? Ticket) TryIssueModelProbe(string model, string ticketId, long nowMs, double random)
    {
        var settled = Settle(nowMs, random);
        if (settled.State != KeyHealthState.Active || settled.HealthFor(model) is not { } health)
            return (To(settled), null);
        (health, var ticket) = health.TryIssueProbe(ticketId, nowMs, random);
        return (To(settled.With(model, health)), ticket);
    }

    /// <summary>The health of the key for one model; null when there is nothing to say of it.</summary>
    public KeyHealth? HealthFor(string? model)
    {
        foreach (var each in Models)
        {
            if (each.Model == model)
                return each.Health.Under(Terms);
        }
        return null;
    }

    /// <summary>Tells a model's circuit how its trial went; the same key when the ticket is of none.</summary>
    private KeyHealth OfTrial(string ticketId, Func<KeyHealth, KeyHealth> outcome) =>
        ModelOfTrial(ticketId) is { } model ? With(model, outcome(HealthFor(model)!)) : this;

    private string? ModelOfTrial(string ticketId) => Models.FirstOrDefault(each => each.Health.IsOut(ticketId))?.Model;

    /// <summary>The circuit is of faults. What else a trial may meet is the key's or the caller's, and leaves it as it was.</summary>
    private KeyHealth ModelTrialFailed(string ticketId, UpstreamFailure failure, string? model, long nowMs, double random)
    {
        if (ModelOfTrial(ticketId) is not { } tried)
            return this;
        if (failure.IsBreakerFailure || failure.BlamesRequest || (failure.Class == FailureClass.ModelUnavailable && string.IsNullOrEmpty(model)))
            return OfTrial(ticketId, health => health.ProbeFailed(ticketId, failure, model, nowMs, random));
        var back = OfTrial(ticketId, health => health.ProbeCancelled(ticketId, nowMs, random));
        return failure.MovesOn && failure.Scope != FailureScope.Request ? back.Strike(failure, tried, nowMs, random) : back;
    }

    private KeyHealth With(string model, KeyHealth health)
    {
        if (ReferenceEquals(HealthFor(model), health))
            return this;
        var next = Models.ToList();
        var (at, now) = (next.FindIndex(each => each.Model == model), new ModelHealth(model, health));
        if (at >= 0)
        {
            next[at] = now;
            return this with { Models = next };
        }
        // What is in use goes first, and then what has been there longest.
        if (next.Count >= ModelHealth.MaxCount)
            next.RemoveAt(Math.Max(0, next.FindIndex(each => each.Health.State == KeyHealthState.Active)));
        next.Add(now);
        return this with { Models = next };
    }

    private IReadOnlyList<ModelHealth> StillKept(long nowMs, double random)
    {
        if (Models.Count == 0)
            return Models;
        var kept = new List<ModelHealth>(Models.Count);
        var changed = false;
        foreach (var each in Models)
        {
            var health = each.Health.Under(Terms).Tick(nowMs, random);
            var next = ReferenceEquals(health, each.Health) ? each : each with { Health = health };
            changed |= !ReferenceEquals(next, each) || next.IsForgotten(nowMs);
            if (!next.IsForgotten(nowMs))
                kept.Add(next);
        }
        return changed ? kept : Models;
    }

    private bool ModelsLookLike(IReadOnlyList<ModelHealth> others)
    {
        if (ReferenceEquals(Models, others))
            return true;
        if (Models.Count != others.Count)
            return false;
        for (var i = 0; i < others.Count; i++)
        {
            if (Models[i].Model != others[i].Model || Models[i].Health.Version != others[i].Health.Version)
                return false;
        }
        return true;
    }
}
