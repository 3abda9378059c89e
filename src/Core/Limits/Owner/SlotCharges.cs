using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Owner;

/// <summary>
/// Slots of leases that are no more, while the calls in them may still run. Those of an edge go when it reports by a
/// lease that followed; those nobody accounts for go when the longest call has ended.
/// </summary>
internal sealed class SlotCharges : ICharges
{
    /// <summary>What a caller without a slot is told to wait, milliseconds: nobody knows when a call will end.</summary>
    private const long RetryMs = 1_000;

    private readonly List<Held> _held = [];
    private readonly HashSet<string> _unheard = new(StringComparer.Ordinal);
    private long _unclaimed;
    private long _unclaimedUntilMs;

    public long Used { get; private set; }

    /// <summary>Whose slots these are.</summary>
    public IEnumerable<string> Edges => _held.Select(held => held.Edge).Concat(_unheard);

    public void Advance(LedgerTime now)
    {
        if (_held.RemoveAll(held => now.Ms >= held.UntilMs) > 0)
            Sum();
        if (_unclaimed > 0 && now.Ms >= _unclaimedUntilMs)
            Release();
    }

    /// <summary>Slots of a lease that ended or was replaced.</summary>
    /// <param name="edge">Whose.</param>
    /// <param name="count">How many.</param>
    /// <param name="untilMs">By then all calls have ended, ledger milliseconds.</param>
    public void Hold(string edge, long count, long untilMs)
    {
        if (count <= 0)
            return;
        _held.Add(new(edge, count, untilMs));
        Sum();
    }

    /// <summary>Slots an earlier owner had given out, to edges that have yet to say what they hold.</summary>
    public void HoldUnclaimed(long count, IEnumerable<string> edges, long untilMs)
    {
        (_unclaimed, _unclaimedUntilMs) = (Math.Max(0, count), untilMs);
        _unheard.UnionWith(edges);
        if (_unheard.Count == 0)
            _unclaimed = 0;
        Sum();
    }

    /// <summary>
    /// The edge reports by its present lease: it has let go of every earlier one, and its calls are counted there from now on. A
    /// report that merely arrives late proves nothing, the edge may have begun calls since.
    /// </summary>
    /// <param name="edge">Whose.</param>
    /// <param name="carried">Its calls that were begun with slots of an earlier owner.</param>
    public void Account(string edge, long carried)
    {
        if (_held.RemoveAll(held => held.Edge == edge) > 0)
            Sum();
        if (!_unheard.Remove(edge))
            return;
        _unclaimed = Math.Max(0, _unclaimed - Math.Max(0, carried));
        Sum();
        if (_unheard.Count == 0)
            Release();
    }

    public void Charge(long count, long atMs)
    {
        // A slot is never used up.
    }

    public void Refund(long count)
    {
        // A slot is never used up.
    }

    public long FreesMs(long count, LedgerTime now) => RetryMs;

    public long ResetMs(LedgerTime now) => 0;

    private void Release()
    {
        _unclaimed = 0;
        _unheard.Clear();
        Sum();
    }

    private void Sum()
    {
        Used = _unclaimed;
        foreach (var held in _held)
            Used += held.Count;
    }

    private sealed record Held(string Edge, long Count, long UntilMs);
}
