namespace AiGateway.Core.Grayscale;

/// <summary>
/// Divides calls among weighted entries in exact proportion, without draws of chance: after any number of calls each entry
/// has had its share to less than one call, between two entries to at most half a call. Safe for use by many threads,
/// allocates nothing.
/// <para>
/// Every call adds its weight to each entry's credit and takes the total from the entry chosen. Choosing the largest credit
/// looks natural, but lets an entry of four or more stray beyond a whole call. So the choice is Tijdeman's, for the chairman
/// assignment problem (Discrete Mathematics 32, 1980): among those whose credit has reached 1/(2n - 2) of a call, the one that
/// would soonest be more than 1 - 1/(2n - 2) behind.
/// </para>
/// <para>
/// All nodes begin with no credit. With two entries n nodes together then stay within n/2 calls of the exact share however
/// traffic is divided among them; nodes that begin at different points would each be off by up to a whole call. Keep a
/// rotation as long as its weights do not change: each new one begins with half a call of rounding again.
/// </para>
/// </summary>
public sealed class WeightedRotation
{
    /// <summary>Keeps the comparison below within 64 bits.</summary>
    private const int MaxWeight = 1_000_000;

    private const int MaxEntries = 1_000;

    private readonly Lock _gate = new();
    private readonly long[] _weights;
    private readonly long[] _credits;

    /// <param name="weights">0–1,000,000 each, at most 1,000 of them; an entry of weight 0 is never chosen.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is out of range, or there are too many.</exception>
    public WeightedRotation(params ReadOnlySpan<int> weights)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weights.Length, MaxEntries, nameof(weights));
        _weights = new long[weights.Length];
        _credits = new long[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weights[i], nameof(weights));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(weights[i], MaxWeight, nameof(weights));
            _weights[i] = weights[i];
        }
    }

    public int Count => _weights.Length;

    /// <summary>Chooses among all entries.</summary>
    /// <returns>The index of an entry, or -1 when none has a weight.</returns>
    public int Next() => Choose(default, ulong.MaxValue);

    /// <summary>Chooses among the entries whose bit is set. The others neither gain nor lose by it. For at most 64 entries.</summary>
    /// <returns>The index of an entry, or -1 when none that is eligible has a weight.</returns>
    public int Next(ulong eligible)
    {
        if (_weights.Length > 64)
            throw new InvalidOperationException("A mask covers 64 entries; pass a span.");
        return Choose(default, eligible);
    }

    /// <summary>Chooses among the entries whose element is true. The others neither gain nor lose by it.</summary>
    /// <returns>The index of an entry, or -1 when none that is eligible has a weight.</returns>
    public int Next(ReadOnlySpan<bool> eligible)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(eligible.Length, _weights.Length, nameof(eligible));
        return eligible.IsEmpty ? -1 : Choose(eligible, 0);
    }

    private int Choose(ReadOnlySpan<bool> flags, ulong mask)
    {
        lock (_gate)
        {
            long total = 0;
            var count = 0;
            for (var i = 0; i < _weights.Length; i++)
            {
                if (!IsIn(i, flags, mask))
                    continue;
                total += _weights[i];
                count++;
                _credits[i] += _weights[i];
            }
            if (count == 0)
                return -1;

            var chosen = MostUrgent(flags, mask, total, (2 * count) - 2);
            _credits[chosen] -= total;
            return chosen;
        }
    }

    private int MostUrgent(ReadOnlySpan<bool> flags, ulong mask, long total, long scale)
    {
        var (largest, urgent) = (-1, -1);
        for (var i = 0; i < _weights.Length; i++)
        {
            if (!IsIn(i, flags, mask))
                continue;
            if (largest < 0 || _credits[i] > _credits[largest])
                largest = i;
            if (scale * _credits[i] >= total && (urgent < 0 || Slack(i) * _weights[urgent] < Slack(urgent) * _weights[i]))
                urgent = i;
        }
        // When eligibility keeps changing, credit may lie with entries that are out, and nobody here have enough.
        return urgent >= 0 ? urgent : largest;

        long Slack(int i) => (total * (scale - 1)) - (scale * _credits[i]);
    }

    private bool IsIn(int index, ReadOnlySpan<bool> flags, ulong mask) =>
        _weights[index] > 0 && (flags.IsEmpty ? index >= 64 || (mask & (1UL << index)) != 0 : flags[index]);
}
