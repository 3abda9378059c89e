namespace AiGateway.Core.Limits.Edge;

/// <summary>Holdings of the calls under way. Entries are reused, so a busy table allocates nothing.</summary>
internal sealed class HoldingTable
{
    private Entry[] _entries = new Entry[8];
    private int _used;
    private int _firstFree = -1;

    public int Count { get; private set; }

    public Reservation Add(Holding holding)
    {
        var index = _firstFree;
        if (index >= 0)
        {
            _firstFree = _entries[index].NextFree;
        }
        else
        {
            if (_used == _entries.Length)
                Array.Resize(ref _entries, 2 * _used);
            index = _used++;
        }

        ref var entry = ref _entries[index];
        (entry.Holding, entry.Live) = (holding, true);
        entry.Serial = entry.Serial == int.MaxValue ? 1 : entry.Serial + 1;
        Count++;
        return new Reservation(index, entry.Serial);
    }

    /// <summary>False when the reservation was settled before, or never was.</summary>
    public bool TryRemove(Reservation reservation, out Holding holding)
    {
        holding = default;
        if ((uint)reservation.Index >= (uint)_used)
            return false;
        ref var entry = ref _entries[reservation.Index];
        if (!entry.Live || entry.Serial != reservation.Serial)
            return false;
        holding = entry.Holding;
        (entry.Live, entry.NextFree) = (false, _firstFree);
        _firstFree = reservation.Index;
        Count--;
        return true;
    }

    private struct Entry
    {
        public Holding Holding;
        public int Serial;
        public bool Live;
        public int NextFree;
    }
}
