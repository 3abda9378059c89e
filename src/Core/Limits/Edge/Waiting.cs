namespace AiGateway.Core.Limits.Edge;

/// <summary>Calls that found too little since the last report; they wait for the next reply and then try again.</summary>
internal struct Waiting
{
    private readonly long[] _lacks = new long[LimitDimensions.Count];
    private readonly long[] _sums = new long[LimitDimensions.Count];

    public Waiting()
    {
    }

    public int Calls { get; private set; }

    /// <summary>What the first of them lacks.</summary>
    public readonly long Need(LimitDimension dimension) => _lacks[(int)dimension];

    /// <summary>What all of them take.</summary>
    public readonly long Sum(LimitDimension dimension) => _sums[(int)dimension];

    /// <summary>A call has come to wait; tell its dimensions with <see cref="Add"/>.</summary>
    public void Begin() => Calls++;

    public readonly void Add(LimitDimension dimension, long takes, long lacks)
    {
        _sums[(int)dimension] += takes;
        if (Calls == 1)
            _lacks[(int)dimension] = Math.Max(0, lacks);
    }

    public void Clear()
    {
        Calls = 0;
        Array.Clear(_lacks);
        Array.Clear(_sums);
    }
}
