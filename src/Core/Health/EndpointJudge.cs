namespace AiGateway.Core.Health;

/// <summary>
/// Decides from what the keys of an endpoint go through whether it is the provider that fails, or single keys. The owner of
/// an endpoint judges by what all edges report; an edge by what it has seen itself, until it hears from the owner. Not safe
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
            _watch.Succeeded(success.KeyId, success.Count, nowMs);
            Health = Health.Succeeded();
        }
        List<KeyFault>? tripped = null;
        foreach (var fault in faults)
        {
            if (!fault.Failure.StrikesEndpoint)
                continue;
            var finding = Health.Proving ? OutageFinding.Endpoint : _watch.Failed(fault.KeyId, fault.Failure, keysInUse, Health.Terms, nowMs);
            if (finding == OutageFinding.Key)
                (tripped ??= []).Add(fault);
            if (finding != OutageFinding.Endpoint)
                continue;
            Health = Health.Open(fault.Failure, nowMs, random);
            return new EndpointRuling([], _watch.Clear(nowMs));
        }
        return tripped is null ? EndpointRuling.None : new EndpointRuling(tripped, []);
    }

    /// <summary>Forgets all counts.</summary>
    public void Forget() => _watch.Clear(0);
}

/// <summary>What follows for single keys.</summary>
/// <param name="Tripped">Keys whose circuits are to open, and for what.</param>
/// <param name="Pardoned">Keys whose circuits were opened for what has turned out to be the provider's failure.</param>
public sealed record EndpointRuling(IReadOnlyList<KeyFault> Tripped, IReadOnlyList<string> Pardoned)
{
    public static EndpointRuling None { get; } = new([], []);
}

/// <summary>Calls with one key that succeeded.</summary>
public sealed record KeySuccesses(string KeyId, int Count);

/// <summary>A call with one key that failed.</summary>
public sealed record KeyFault(string KeyId, UpstreamFailure Failure);
