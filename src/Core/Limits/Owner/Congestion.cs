namespace AiGateway.Core.Limits.Owner;

/// <summary>
/// How much of an account's limit is used while its provider refuses calls all the same: less at once, more again little by
/// little, as TCP does (additive increase, multiplicative decrease; Chiu and Jain 1989).
/// </summary>
internal struct Congestion
{
    /// <summary>A provider that refuses is not helped by hardly being asked.</summary>
    private const int Least = 50;

    /// <summary>Refusals so close together are one event: the calls were under way when the first was refused.</summary>
    private const long SameEventMs = 1_000;

    private const long CleanMs = 10_000;

    private int _lackingPercent;
    private long _changedMs;

    /// <summary>The part of the limit in use, percent, 50–100.</summary>
    public readonly int Percent => 100 - _lackingPercent;

    public void Refused(long nowMs)
    {
        if (_lackingPercent > 0 && nowMs - _changedMs < SameEventMs)
            return;
        _lackingPercent = 100 - Math.Max(Least, Percent * 9 / 10);
        _changedMs = nowMs;
    }

    public void Advance(long nowMs)
    {
        var clean = (nowMs - _changedMs) / CleanMs;
        if (_lackingPercent == 0 || clean <= 0)
            return;
        _lackingPercent = (int)Math.Max(0, _lackingPercent - clean);
        _changedMs += clean * CleanMs;
    }
}
