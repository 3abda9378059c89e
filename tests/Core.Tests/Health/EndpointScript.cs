using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

/// <summary>An endpoint's life with a clock: what its keys go through, and what its judge makes of it.</summary>
internal sealed class EndpointScript(int keys = 4, double random = 0)
{
    public const long StartMs = 1_000_000_000;

    private readonly EndpointJudge _judge = new(new() { SinceMs = StartMs });
    private int _tickets;

    public EndpointHealth Health
    {
        get => _judge.Health;
        set => _judge.Health = value;
    }

    public long NowMs { get; private set; } = StartMs;

    /// <summary>Milliseconds from now until the state ends.</summary>
    public long? LeftMs => Health.UntilMs - NowMs;

    /// <summary>Keys that were found failing alone, in order; <c>key/model</c> when it was only for a model.</summary>
    public List<string> Tripped { get; } = [];

    /// <summary>Keys of which that was taken back.</summary>
    public List<string> Pardoned { get; } = [];

    public EndpointScript Under(HealthTerms terms)
    {
        Health = Health.Under(terms);
        return this;
    }

    public EndpointScript After(long ms)
    {
        NowMs += ms;
        return this;
    }

    public EndpointScript Due() => After(LeftMs ?? 0);

    public EndpointScript Fails(string key, UpstreamFailure? failure = null, int times = 1, string? model = null)
    {
        for (var i = 0; i < times; i++)
            Take(_judge.Hear(keys, [], [new KeyFault(key, failure ?? Failures.Outage) { Model = model }], NowMs, random));
        return this;
    }

    /// <summary>Each of the first so many keys fails once, in turn.</summary>
    public EndpointScript FailsEach(int count, UpstreamFailure? failure = null)
    {
        for (var i = 1; i <= count; i++)
            Fails($"k{i}", failure);
        return this;
    }

    public EndpointScript Succeeds(string key, int count = 1, string? model = null)
    {
        Take(_judge.Hear(keys, [new KeySuccesses(key, count) { Model = model }], [], NowMs, random));
        return this;
    }

    public ProbeTicket? Asks()
    {
        (Health, var ticket) = Health.TryIssueProbe($"t{++_tickets}", NowMs, random);
        return ticket;
    }

    /// <summary>Waits until a trial is due, takes the ticket and reports success, or this failure.</summary>
    public EndpointScript Probes(UpstreamFailure? failure = null)
    {
        var ticket = Due().Asks() ?? throw new InvalidOperationException("No ticket was given out.");
        Health = failure is null ? Health.ProbeSucceeded(ticket.Id, NowMs, random) : Health.ProbeFailed(ticket.Id, failure, NowMs, random);
        return this;
    }

    private void Take(EndpointRuling ruling)
    {
        Tripped.AddRange(ruling.Tripped.Select(fault => Name(fault.KeyId, fault.Model)));
        Pardoned.AddRange(ruling.Pardoned.Select(part => Name(part.KeyId, part.Model)));

        static string Name(string key, string? model) => model is null ? key : $"{key}/{model}";
    }
}
