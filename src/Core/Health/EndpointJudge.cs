namespace AiGateway.Core.Health;

/// <summary>
/// Decides from what the keys of an endpoint go through whether it is the provider that fails, or single keys, or single keys
/// for a model. The owner of an endpoint judges by what all edges report; an edge by what it has seen itself, until it hears from the owner. Not safe
/// for several threads.
/// </summary>
/// <param name="health">The state to begin with.</param>
public sealed class EndpointJudge(EndpointHealth health)
{
    private readonly OutageWatch _watch = new();

    /// <summary>Set for what is not a report: trials, time, an operator.</summary>
    public EndpointHealth Health { get; set; } = health;

    /// <summary>Takes a report in. What arrives while the endpoint is out was begun before, and changes nothing.</summary>
    /// <param name="keysInUse">Keys that calls could be made with, were the provider well.</param>
    /// <param name="successes">Calls that succeeded since the last report.</param>
    /// <param name="faults">Calls that failed for reasons that are not the key's, in order.</param>
    /// <param name="nowMs">The time.</param>
    /// <param name="random">For jitter.</param>
    public EndpointRuling Hear(int keysInUse, IReadOnlyList<KeySuccesses> successes, IReadOnlyList<KeyFault> faults, long nowMs, double random)
    {
        ArgumentNullException.ThrowIfNull(successes);
        ArgumentNullException.ThrowIfNull(faults);
        Health = Health.Tick(nowMs, random);
        if (Health.State != EndpointState.Active)
            return EndpointRuling.None;

        foreach (var success in successes)
        {
            _watch.Succeeded(success, nowMs);
            Health = Health.Succeeded();
        }
        List<KeyFault>? tripped = null;
        List<KeyPart>? pardoned = null;
        foreach (var fault in faults)
        {
            if (!fault.Failure.StrikesEndpoint)
                continue;
            var finding = Health.Proving && fault.Failure.Disproves(Health.ProvedWith, fault.Model) ? new OutageFinding(IsOutage: true, [], _watch.Clear(nowMs)) : _watch.Failed(fault, keysInUse, Health.Terms, nowMs);
            if (finding.Pardoned.Count > 0)
                (pardoned ??= []).AddRange(finding.Pardoned);
            if (finding.IsOutage)
            {
                Health = Health.Open(fault.Failure, nowMs, random);
                return new EndpointRuling([], pardoned ?? []);
            }
            // What is accused and pardoned in one breath was never accused.
            tripped?.RemoveAll(trip => finding.Pardoned.Contains(trip.Part));
            foreach (var part in finding.Accused)
                (tripped ??= []).Add(new KeyFault(part.KeyId, fault.Failure) { Model = part.Model });
        }
        return tripped is null && pardoned is null ? EndpointRuling.None : new EndpointRuling(tripped ?? [], pardoned ?? []);
    }

    /// <summary>Forgets all counts.</summary>
    public void Forget() => _watch.Clear(0);
}

/// <summary>What follows for single keys, and keys for a model.</summary>
/// <param name="Tripped">Whose circuits are to open, and for what: a key's for the model that is named, or its own when none is.</param>
/// <param name="Pardoned">Whose circuits were opened for what has turned out to be the failure of more than that.</param>
public sealed record EndpointRuling(IReadOnlyList<KeyFault> Tripped, IReadOnlyList<KeyPart> Pardoned)
{
    public static EndpointRuling None { get; } = new([], []);
}

/// <summary>Calls with one key that succeeded.</summary>
public sealed record KeySuccesses(string KeyId, int Count)
{
    /// <summary>The provider's name of the model they were for; null when it was not counted by itself.</summary>
    public string? Model { get; init; }
}

/// <summary>A call with one key that failed.</summary>
public sealed record KeyFault(string KeyId, UpstreamFailure Failure)
{
    /// <summary>The provider's name of the model it was for; null when that is not known, or does not matter.</summary>
    public string? Model { get; init; }

    internal KeyPart Part => new(KeyId, Model);
}

/// <summary>A key, or a key for one model.</summary>
/// <param name="KeyId">The key's id.</param>
/// <param name="Model">The provider's name of the model; null for the key as a whole.</param>
public sealed record KeyPart(string KeyId, string? Model = null);
