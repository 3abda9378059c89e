namespace AiGateway.Core.Limits.Edge;

/// <summary>
/// Since when the owner may not have heard of refunds, in the owner's own time: only the owner can tell whether the charges they
/// take back still count, and only if it knows how old these are at most.
/// </summary>
internal struct RefundMemory(LeaseTerms terms)
{
    private long _ownerMs;
    private long _heardMs;
    private long? _oldestMs;
    private long _latestMs;

    public readonly bool HasNews => _oldestMs is not null;

    /// <summary>When the oldest of the calls was admitted, by the owner's clock or earlier; 0 when there is none.</summary>
    public readonly long SinceMs
    {
        get
        {
            if (_oldestMs is not { } oldestMs)
                return 0;
            var sinceHeardMs = oldestMs - _heardMs;
            return _ownerMs + sinceHeardMs - (2 * terms.DriftPpm * Math.Abs(sinceHeardMs) / 1_000_000) - 1;
        }
    }

    public void Refund(long admittedMs, long nowMs)
    {
        _oldestMs = Math.Min(_oldestMs ?? long.MaxValue, admittedMs);
        _latestMs = nowMs;
    }

    /// <summary>A reply: the owner's clock stood at least there, and it has taken in all that was refunded before the report.</summary>
    public void Hear(long ownerMs, bool tookIn, long sentMs, long nowMs)
    {
        (_ownerMs, _heardMs) = (ownerMs, nowMs);
        if (tookIn && sentMs > _latestMs)
            _oldestMs = null;
    }
}
