using AiGateway.Core.Catalog;
using AiGateway.Core.Health;
using AiGateway.Core.Selection;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Pipeline.Selection;

/// <summary>
/// Chooses among a provider's usable keys, tier by tier. A conversation goes to the account it belongs to at every edge;
/// otherwise, and among the keys of that account, the cheaper of two keys drawn by weight is taken.
/// </summary>
internal sealed class KeySelector(KeyViews views, LeaseAgent leases, Dice dice, TimeProvider time)
{
    /// <summary>An account that seems to be used up is looked at once in a while: what is known of it may be old.</summary>
    private const double LeastHeadroom = 0.01;

    /// <summary>What is usable is to be used, if nothing else is.</summary>
    private const double LeastShare = 0.001;

    /// <summary>A usable key, or one whose offered probe this call takes; null when there is none.</summary>
    /// <param name="call">For whom. A copy takes no probe: what comes of it is told to nobody.</param>
    /// <param name="hop">The target.</param>
    /// <param name="tried">Whom it has tried there.</param>
    /// <param name="lastTier">Keys of higher tiers are left out.</param>
    public KeyChoice? Next(Exchange call, Hop hop, in Tried tried, int lastTier = int.MaxValue)
    {
        foreach (var tier in hop.Target.Provider.Tiers)
        {
            if (tier.Number > lastTier)
                break;
            if (Next(tier, call, hop, tried) is { } choice)
                return call.Pinned is null || choice.Probe is not null ? choice : choice with { Why = KeyReason.Pinned };
        }
        return null;
    }

    /// <summary>When the first key of a route is usable again by time alone, milliseconds; null when none will be.</summary>
    public long? UsableInMs(Route route)
    {
        var now = time.MonotonicMs();
        long? first = null;
        foreach (var hop in route.Hops.Where(hop => IsUsable(hop.Target.Provider)))
        {
            foreach (var key in hop.Target.Provider.Keys)
            {
                if (!key.Disabled && hop.Allows(key) && views[key.Id].UsableInMs(hop.Model, now) is { } ms)
                    first = Math.Min(first ?? long.MaxValue, ms);
            }
        }
        return first;
    }

    /// <summary>
    /// When the first key of a target is usable by time alone, milliseconds, 0 for now; null when none will be, or the provider is
    /// out. A key that only this edge keeps out, until its owner has answered, counts as usable.
    /// </summary>
    public long? ReadyInMs(Hop hop)
    {
        if (hop.Target.Provider.NeedsNoKey)
            return 0;
        if (!IsUsable(hop.Target.Provider))
            return null;
        var now = time.MonotonicMs();
        return hop.Target.Provider.Keys.Where(key => !key.Disabled)
            .Min(key => views[key.Id] is var view && (view.IsUsable(hop.Model, now) || view.IsUndecided(hop.Model, now)) ? 0 : view.UsableInMs(hop.Model, now));
    }

    /// <summary>Whether the provider's address may be called: as it always may, or as the trial of it that is then this call's to make.</summary>
    public bool MayEnter(ProviderEntry provider, out Grains.Keys.ProbeGrant? trial) => views.Endpoint(provider.Id).MayEnter(time.MonotonicMs(), out trial);

    /// <summary>Whether this call is better answered elsewhere, because the provider is only just coming back or has too much to do.</summary>
    public bool StandsBack(ProviderEntry provider) => views.Endpoint(provider.Id).StandsBack(time.MonotonicMs());

    public bool IsUsable(ProviderEntry provider) => views.Endpoint(provider.Id).IsUsable(time.MonotonicMs());

    public void CountKeptAway(ProviderEntry provider) => views.Endpoint(provider.Id).CountKeptAway(time.MonotonicMs());

    /// <summary>Gives a trial back that could not be made.</summary>
    public void GiveBack(ProviderEntry provider, Grains.Keys.ProbeGrant trial) => views.Endpoint(provider.Id).Probe.GiveBack(trial);

    /// <summary>What is to be expected of the keys of a route, for a caller that none of them could serve.</summary>
    public KeyOutlook Outlook(Route route)
    {
        var now = time.MonotonicMs();
        long? first = null;
        var (keys, throttled, outOfQuota) = (0, 0, 0);
        foreach (var (hop, key) in route.Hops.SelectMany(hop => hop.Target.Provider.Keys.Where(key => !key.Disabled && hop.Allows(key)).Select(key => (hop, key))))
        {
            var view = views[key.Id];
            keys++;
            throttled += view.Status.State == KeyHealthState.Throttled ? 1 : 0;
            outOfQuota += view.Status.State == KeyHealthState.QuotaOut ? 1 : 0;
            if ((view.UntilInMs(now) ?? view.Model(hop.Model)?.UntilInMs(now)) is { } until)
                first = Math.Min(first ?? long.MaxValue, until);
        }
        foreach (var hop in route.Hops)
        {
            if (views.Endpoint(hop.Target.Provider.Id).UntilInMs(now) is { } until)
                first = Math.Min(first ?? long.MaxValue, until);
        }
        return new KeyOutlook(first, keys > 0 && throttled == keys, keys > 0 && outOfQuota == keys);
    }

    private KeyChoice? Next(KeyTier tier, Exchange call, Hop hop, in Tried tried)
    {
        var now = time.MonotonicMs();
        Span<double> weights = stackalloc double[tier.Keys.Length];
        var usable = 0;
        var only = default(KeyChoice);
        for (var i = 0; i < weights.Length; i++)
        {
            var key = tier.Keys[i];
            if (tried.Has(key) || !hop.Allows(key))
                continue;
            var view = views[key.Id];
            if (!call.IsShadow && view.TakeProbe(hop.Model, now, out var slot) is { } probe)
                return new KeyChoice(key, view, probe, Slot: slot, Why: KeyReason.Trial);
            if (!view.IsUsable(hop.Model, now))
                continue;
            weights[i] = key.Weight * Math.Max(LeastShare, view.Share(hop.Model, now));
            only = new KeyChoice(key, view);
            usable++;
        }
        if (usable < 2)
            return usable == 0 ? null : only;
        if (tier.Accounts.Length > 1 && hop.Target.Provider.HasAffinity && (call.Conversation ??= Conversation.Of(call)) is not Conversation.None and var id)
        {
            var home = tier.Accounts[Home(tier, weights, id)];
            return Draw(tier, weights, home, hop, now) with { IsWorthAsking = true, Why = KeyReason.Conversation };
        }
        Scale(tier, weights, hop, now);
        return Draw(tier, weights, new KeyAccount(0, weights.Length, 0), hop, now);
    }

    /// <summary>The account a conversation belongs to, among those with a usable key.</summary>
    private int Home(KeyTier tier, ReadOnlySpan<double> weights, ulong id)
    {
        var accounts = tier.Accounts;
        Span<double> shares = stackalloc double[accounts.Length];
        Span<int> calls = stackalloc int[accounts.Length];
        for (var i = 0; i < accounts.Length; i++)
        {
            for (var k = accounts[i].Start; k < accounts[i].Start + accounts[i].Count; k++)
            {
                calls[i] += views[tier.Keys[k].Id].Load.Calls;
                // The account is no smaller for a key that is out: its conversations stay while another key of it can take them.
                shares[i] = Math.Max(shares[i], weights[k] / tier.Keys[k].Weight);
            }
            shares[i] *= accounts[i].Weight;
        }
        return BoundedLoad.Choose(id, tier.AccountHashes, shares, calls);
    }

    /// <summary>Draws fewer calls to accounts that have less room left.</summary>
    private void Scale(KeyTier tier, Span<double> weights, Hop hop, long now)
    {
        foreach (var account in tier.Accounts)
        {
            if (tier.Keys[account.Start].LimitedFor(hop.Target.Model, hop.Model) is not { } limited)
                continue;
            var headroom = Math.Max(LeastHeadroom, leases.Headroom(limited, now));
            foreach (ref var weight in weights.Slice(account.Start, account.Count))
                weight *= headroom;
        }
    }

    /// <summary>The cheaper of two keys of a stretch that holds at least one usable.</summary>
    private KeyChoice Draw(KeyTier tier, ReadOnlySpan<double> weights, KeyAccount from, Hop hop, long now)
    {
        weights = weights.Slice(from.Start, from.Count);
        var first = WeightedDraw.Next(weights, dice.Next());
        var second = WeightedDraw.Next(weights, dice.Next(), first);
        var key = tier.Keys[from.Start + first];
        var view = views[key.Id];
        if (second < 0)
            return new KeyChoice(key, view, Why: KeyReason.Weight);
        var other = tier.Keys[from.Start + second];
        var otherView = views[other.Id];
        var (cost, otherCost) = (Cost(view, hop, now), Cost(otherView, hop, now));
        // Alike, they are left to the draw by weight.
        if (KeyCost.AreAlike(cost, otherCost))
            return new KeyChoice(key, view, Why: KeyReason.Weight);
        // One that is coming back is idle and so looks cheap: it gets what the draw by weight gives it.
        return otherCost < cost && otherView.Share(hop.Model, now) >= 1
            ? new KeyChoice(other, otherView, IsWorthAsking: true, Why: KeyReason.Quicker)
            : new KeyChoice(key, view, IsWorthAsking: true, Why: KeyReason.Quicker);
    }

    private static double Cost(KeyView view, Hop hop, long now) => view.Load[hop.Target.Model].Cost(view.Load.Calls, now);
}
