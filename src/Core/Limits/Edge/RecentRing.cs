using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Edge;

/// <summary>What an edge used in the last window, in twelfths of it.</summary>
internal sealed class RecentRing(long windowMs)
{
    private const int Parts = 12;

    private readonly long _partMs = windowMs / Parts;
    private readonly long[] _counts = new long[Parts + 1];
    private long _newest;

    public void Add(long count, long nowMs)
    {
        Advance(nowMs);
        _counts[_newest % _counts.Length] += count;
    }

    public void AddTo(List<RecentUse> recent, LimitDimension dimension, long nowMs)
    {
        Advance(nowMs);
        for (var part = Math.Max(0, _newest - Parts); part <= _newest; part++)
        {
            if (_counts[part % _counts.Length] is > 0 and var count)
                recent.Add(new(dimension, count, Math.Max(0, nowMs - ((part + 1) * _partMs))));
        }
    }

    private void Advance(long nowMs)
    {
        var part = Math.Max(_newest, nowMs / _partMs);
        for (var at = Math.Max(_newest + 1, part - Parts); at <= part; at++)
            _counts[at % _counts.Length] = 0;
        _newest = part;
    }
}
