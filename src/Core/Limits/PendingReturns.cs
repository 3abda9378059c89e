namespace AiGateway.Core.Limits;

/// <summary>Permits to be given back with the next report.</summary>
internal sealed class PendingReturns
{
    /// <summary>More seconds than this is an edge cut off for long: what does not fit stays charged, which is the safe side.</summary>
    private const int Capacity = 256;

    private PermitReturn[] _entries = new PermitReturn[16];
    private int _count;

    public bool IsEmpty => _count == 0;

    public void Add(long second, LimitDimension dimension, long count)
    {
        if (count <= 0)
            return;
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_entries[i].GrantedAtSecond != second || _entries[i].Dimension != dimension)
                continue;
            _entries[i] = new PermitReturn(second, dimension, _entries[i].Count + count);
            return;
        }
        if (_count == Capacity)
            return;
        if (_count == _entries.Length)
            Array.Resize(ref _entries, 2 * _count);
        _entries[_count++] = new PermitReturn(second, dimension, count);
    }

    public PermitReturn[] Drain()
    {
        var drained = _entries.AsSpan(0, _count).ToArray();
        _count = 0;
        return drained;
    }
}
