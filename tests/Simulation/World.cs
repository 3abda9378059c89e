namespace AiGateway.Simulation;

/// <summary>True time, and everything that happens in it, one thing after the other in an order that the seed alone decides.</summary>
internal sealed class World(ulong seed)
{
    public const long SecondUs = 1_000_000;

    /// <summary>So many of the low bits of a priority tell what was planned first; the others are true time.</summary>
    private const int OrderBits = 33;

    private readonly PriorityQueue<Event, long> _queue = new(256);
    private long _order;

    public long NowUs { get; private set; }

    public Chance Chance { get; } = new(seed);

    public void At(long us, Action act) => Plan(us, new Event(act, null, 0));

    public void After(long us, Action act) => At(NowUs + us, act);

    /// <summary>For what happens often: the delegate is made once, the number tells its calls apart.</summary>
    public void At(long us, Action<long> act, long number) => Plan(us, new Event(null, act, number));

    public void RunUntil(long us)
    {
        while (_queue.TryPeek(out _, out var when) && when >> OrderBits <= us)
        {
            var planned = _queue.Dequeue();
            NowUs = when >> OrderBits;
            if (planned.Numbered is { } numbered)
                numbered(planned.Number);
            else
                planned.Plain!();
        }
        NowUs = us;
    }

    private void Plan(long us, Event planned) => _queue.Enqueue(planned, (Math.Max(us, NowUs) << OrderBits) | ++_order);

    private readonly record struct Event(Action? Plain, Action<long>? Numbered, long Number);
}
