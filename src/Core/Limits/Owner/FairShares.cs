using System.Runtime.InteropServices;
using AiGateway.Core.Limits.Fairness;
using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Owner;

/// <summary>
/// Who asks for how much of a model, over all edges, and how much of it each may have while all together ask for more than there
/// is. With plenty left, or only one who asks, nobody is held back.
/// </summary>
internal sealed class FairShares
{
    /// <summary>Below a quarter of the limit, who comes first takes all that is left.</summary>
    private const int ScarcePercent = 25;

    private const long MemoryMs = 5_000;

    /// <summary>Slower than this a consumer is forgotten, calls a second.</summary>
    private const double Silence = 0.01;

    private readonly Dictionary<string, Claim> _claims = new(StringComparer.Ordinal);

    public void Hear(IReadOnlyList<ConsumerOffer> offers, LedgerTime now)
    {
        foreach (var offer in offers)
        {
            ref var claim = ref CollectionsMarshal.GetValueRefOrAddDefault(_claims, offer.Consumer, out var known);
            if (!known)
                claim = new Claim { Calls = new DecayedRate(MemoryMs), Tokens = new DecayedRate(MemoryMs) };
            claim.Weight = Math.Max(1, offer.Weight);
            claim.Calls.Add(Math.Clamp(offer.Calls, 0, CallDemand.Ceiling), now.Ms);
            claim.Tokens.Add(Math.Clamp(offer.Tokens, 0, CallDemand.Ceiling), now.Ms);
        }
    }

    /// <summary>The shares of those who may not have all they ask for.</summary>
    public IReadOnlyList<ConsumerShare> Of(IReadOnlyList<ConsumerOffer> offers, PermitLedgers ledgers, LedgerTime now)
    {
        if (offers.Count == 0)
            return [];
        Forget(now);
        if (_claims.Count < 2)
            return [];
        var shares = new Dictionary<string, ConsumerShare>(StringComparer.Ordinal);
        foreach (var ledger in ledgers.All)
        {
            if (ledger.Bound is { } bound && ledger.Dimension.WindowMs() is > 0 and var windowMs && ledger.Left < bound * ScarcePercent / 100)
                Divide(ledger.Dimension, bound * 1_000.0 / windowMs, offers, shares, now);
        }
        return [.. shares.Values];
    }

    private void Divide(
        LimitDimension dimension, double perSecond, IReadOnlyList<ConsumerOffer> offers, Dictionary<string, ConsumerShare> shares, LedgerTime now)
    {
        var claims = new (double Demand, double Weight)[_claims.Count];
        var at = 0;
        foreach (var claim in _claims.Values)
            claims[at++] = (claim.Rate(dimension, now), claim.Weight);
        var level = WaterFilling.Level(claims, perSecond);
        foreach (var offer in offers)
        {
            var claim = _claims[offer.Consumer];
            var part = level * claim.Weight / claim.Rate(dimension, now);
            if (part < 1 && (!shares.TryGetValue(offer.Consumer, out var other) || part < other.Part))
                shares[offer.Consumer] = new(offer.Consumer, dimension, part);
        }
    }

    private void Forget(LedgerTime now)
    {
        foreach (var (consumer, claim) in _claims)
        {
            if (claim.Calls.PerSecond(now.Ms) < Silence)
                _claims.Remove(consumer);
        }
    }

    private struct Claim
    {
        public DecayedRate Calls;
        public DecayedRate Tokens;
        public int Weight;

        public readonly double Rate(LimitDimension dimension, LedgerTime now) =>
            Math.Max(1e-9, dimension.Unit() == LimitUnit.Token ? Tokens.PerSecond(now.Ms) : Calls.PerSecond(now.Ms));
    }
}
