namespace AiGateway.Core.Limits;

/// <summary>An edge's permits of one dimension, oldest first.</summary>
internal sealed class LotQueue(LimitDimension dimension)
{
    /// <summary>Lots of one second that end within this time of each other become one, which bounds their number.</summary>
    private const long MergeMs = 200;

    private Lot[] _lots = new Lot[16];
    private int _count;

    /// <summary>Permits in lots that had not expired at the last <see cref="Expire"/>.</summary>
    public long Live { get; private set; }

    public bool IsEmpty => _count == 0;

    public void Add(long second, long count, long liveUntilMs)
    {
        // Earlier lots never outlive later ones, so the expired ones are always in front.
        for (var i = _count - 1; i >= 0 && _lots[i].LiveUntilMs > liveUntilMs; i--)
            _lots[i].LiveUntilMs = liveUntilMs;
        Live += count;

        if (_count > 0 && _lots[_count - 1].Second == second && liveUntilMs - _lots[_count - 1].LiveUntilMs <= MergeMs)
        {
            _lots[_count - 1].Count += count;
            return;
        }
        if (_count == _lots.Length)
            Array.Resize(ref _lots, 2 * _count);
        _lots[_count++] = new Lot { Second = second, Count = count, LiveUntilMs = liveUntilMs };
    }

    /// <summary>Moves what has expired to the permits to be returned.</summary>
    public void Expire(long nowMs, PendingReturns returns)
    {
        var expired = 0;
        while (expired < _count && _lots[expired].LiveUntilMs <= nowMs)
        {
            Live -= _lots[expired].Count;
            returns.Add(_lots[expired].Second, dimension, _lots[expired].Count);
            expired++;
        }
        if (expired == 0)
            return;
        _count -= expired;
        Array.Copy(_lots, expired, _lots, 0, _count);
    }

    /// <summary>Takes permits that are there.</summary>
    /// <returns>The oldest second any of them is charged to.</returns>
    public long Take(long count)
    {
        Live -= count;
        var from = -1L;
        for (var i = 0; i < _count && (count > 0 || from < 0); i++)
        {
            var taken = Math.Min(count, _lots[i].Count);
            if (taken > 0 && from < 0)
                from = _lots[i].Second;
            _lots[i].Count -= taken;
            count -= taken;
        }
        return from;
    }

    /// <summary>
    /// Puts permits back under the oldest second any of them was charged to, which is safe: see <see cref="SlidingWindow"/>.
    /// </summary>
    public void GiveBack(long second, long count, PendingReturns returns)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_lots[i].Second != second)
                continue;
            _lots[i].Count += count;
            Live += count;
            return;
        }
        returns.Add(second, dimension, count);
    }

    private struct Lot
    {
        public long Second;
        public long Count;
        public long LiveUntilMs;
    }
}
