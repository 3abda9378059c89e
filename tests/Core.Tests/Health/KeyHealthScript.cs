using AiGateway.Core.Health;

namespace AiGateway.Core.Tests.Health;

/// <summary>A key's life with a clock: says what happens and when, and holds the state that came of it.</summary>
internal sealed class KeyHealthScript(double random = 0)
{
    public const long StartMs = 1_000_000_000;

    private int _tickets;

    public KeyHealth Key { get; private set; } = new() { SinceMs = StartMs };

    public long NowMs { get; private set; } = StartMs;

    /// <summary>Milliseconds from now until the state ends.</summary>
    public long? LeftMs => Key.UntilMs - NowMs;

    public KeyHealthScript After(long ms)
    {
        NowMs += ms;
        return this;
    }

    /// <summary>Time passes up to the end of the state.</summary>
    public KeyHealthScript Due() => After(LeftMs ?? 0);

    public KeyHealthScript Fails(UpstreamFailure failure, int times = 1, string? model = "m")
    {
        for (var i = 0; i < times; i++)
            Key = Key.Failed(failure, model, NowMs, random);
        return this;
    }

    /// <summary>The owner of its endpoint says that it fails alone.</summary>
    public KeyHealthScript Trips(UpstreamFailure failure) => Does((key, now) => key.Trip(failure, now, random));

    /// <summary>And takes it back.</summary>
    public KeyHealthScript Pardoned() => Does((key, now) => key.Pardon(now));

    public KeyHealthScript Succeeds(int count = 1)
    {
        Key = Key.Succeeded(count, NowMs);
        return this;
    }

    public KeyHealthScript Ticks()
    {
        Key = Key.Tick(NowMs, random);
        return this;
    }

    public ProbeTicket? Asks()
    {
        (Key, var ticket) = Key.TryIssueProbe($"t{++_tickets}", NowMs, random);
        return ticket;
    }

    /// <summary>Waits until a probe is due, takes the ticket and reports success, or this failure.</summary>
    public KeyHealthScript Probes(UpstreamFailure? failure = null, string? model = "m")
    {
        var ticket = Due().Asks() ?? throw new InvalidOperationException("No ticket was given out.");
        Key = failure is null ? Key.ProbeSucceeded(ticket.Id, NowMs, random) : Key.ProbeFailed(ticket.Id, failure, model, NowMs, random);
        return this;
    }

    public KeyHealthScript Does(Func<KeyHealth, long, KeyHealth> step)
    {
        Key = step(Key, NowMs);
        return this;
    }
}
