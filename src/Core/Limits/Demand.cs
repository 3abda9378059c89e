namespace AiGateway.Core.Limits;

/// <summary>How much of each limit an edge should hold ready: about one second of what it has been using.</summary>
internal struct Demand
{
    /// <summary>With no call for so long, nothing is held ready.</summary>
    private const long IdleMs = 2_000;

    /// <summary>Slots come back when calls end, so a part of a second's arrivals is enough of them.</summary>
    private const double SlotSeconds = 0.25;

    private DecayedRate _calls;
    private DecayedRate _tokens;
    private long _tokensOfLast;
    private long? _lastMs;

    public readonly bool IsIdle(long nowMs) => _lastMs is not { } last || nowMs - last >= IdleMs;

    public void Ask(long nowMs) => _lastMs = nowMs;

    public void Admit(long tokens, long nowMs)
    {
        _calls.Add(1, nowMs);
        _tokens.Add(tokens, nowMs);
        _tokensOfLast = tokens;
    }

    public readonly LimitVector Target(long nowMs)
    {
        var calls = _calls.PerSecond(nowMs);
        var tokens = Math.Max((long)Math.Ceiling(_tokens.PerSecond(nowMs)), _tokensOfLast);
        return new(AtLeastOne(calls), tokens, tokens, AtLeastOne(calls * SlotSeconds));
    }

    private static long AtLeastOne(double amount) => Math.Max(1, (long)Math.Ceiling(amount));
}
