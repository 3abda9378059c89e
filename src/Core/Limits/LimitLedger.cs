using AiGateway.Core.Catalog;

namespace AiGateway.Core.Limits;

/// <summary>
/// The owner's side of one consumer's limits: what has been granted, and to whom. All its state is in public properties,
/// to be stored before a reply leaves. Why the limits hold: <see cref="SlidingWindow"/> for permits; for slots, the ledger
/// never counts fewer for an edge than the edge believes it holds, and an edge's belief ends before the ledger's.
/// </summary>
public sealed class LimitLedger
{
    /// <summary>How long others' spare slots are called in after a call found none, milliseconds; edges with spares report each second.</summary>
    private const long SlotRecallMs = 2_000;

    /// <summary>What a caller without a slot is told to wait, milliseconds: nobody knows when a call will end.</summary>
    private const long SlotRetryMs = 1_000;

    private static readonly LimitDimension[] Counted =
        [LimitDimension.RequestsPerMinute, LimitDimension.TokensPerMinute, LimitDimension.TokensPerDay];

    public LedgerClock Clock { get; set; } = new();

    /// <summary>Null until the dimension is first limited; kept when it no longer is.</summary>
    public SlidingWindow? Requests { get; set; }

    /// <inheritdoc cref="Requests"/>
    public SlidingWindow? Tokens { get; set; }

    /// <inheritdoc cref="Requests"/>
    public DayCount? Day { get; set; }

    public EdgeRegister Edges { get; set; } = new();

    public RefusalPacing Pacing { get; set; } = new();

    /// <summary>Until then edges are asked for the slots they do not use, ledger milliseconds.</summary>
    public long RecallSlotsUntilMs { get; set; }

    /// <summary>Takes in what an edge reports and grants what it may have.</summary>
    /// <param name="report">What the edge holds and wants.</param>
    /// <param name="limits">The limits of this moment; they may differ from call to call.</param>
    /// <param name="nowUnixMs">The owner's wall clock.</param>
    public LeaseReply Serve(LeaseReport report, LimitSpec limits, long nowUnixMs)
    {
        var now = Clock.Advance(nowUnixMs);
        OpenWindows(limits, now);
        Edges.Expire(now);
        if (Edges.Hear(report, now) is not { } edge)
            return new LeaseReply { Sequence = report.Sequence };

        TakeBack(report, limits, now);
        TakeSlots(report, edge, limits.Concurrent);
        var refusal = Refuse(report, limits, now);
        var lots = new List<PermitLot>(Counted.Length);
        if (refusal is null || report.Need.IsZero)
        {
            Grant(lots, report, limits, now);
            GrantSlots(report, edge, limits.Concurrent, now);
        }
        var gaveSlots = refusal is null && report.Need.Concurrent > 0;
        var calledIn = gaveSlots ? 0 : SlotsCalledIn(edge, report.SlotsInUse, limits.Concurrent, now);
        return new LeaseReply
        {
            Sequence = report.Sequence,
            Lots = lots,
            SlotsHeld = edge.Slots - calledIn,
            SlotLifetimeMs = LeaseTerms.SlotLifetimeMs,
            Remaining = ForEach(limits, dimension => Free(dimension, limits)),
            ResetMs = ForEach(limits, dimension => Window(dimension)?.ResetMs(now) ?? 0),
            Refusal = refusal,
        };
    }

    private void OpenWindows(LimitSpec limits, LedgerTime now)
    {
        Requests ??= limits.RequestsPerMinute is null ? null : new SlidingWindow();
        Tokens ??= limits.TokensPerMinute is null ? null : new SlidingWindow();
        Day ??= limits.TokensPerDay is null ? null : new DayCount();
        foreach (var dimension in Counted)
            Window(dimension)?.Advance(now);
    }

    private void TakeBack(LeaseReport report, LimitSpec limits, LedgerTime now)
    {
        foreach (var back in report.Returns)
            Window(back.Dimension)?.GiveBack(back.GrantedAtSecond, Math.Max(0, back.Count));
        if (report.ExtraTokens <= 0)
            return;
        if (limits.TokensPerMinute is not null)
            Window(LimitDimension.TokensPerMinute)!.Charge(report.ExtraTokens, now);
        if (limits.TokensPerDay is not null)
            Window(LimitDimension.TokensPerDay)!.Charge(report.ExtraTokens, now);
    }

    private void TakeSlots(LeaseReport report, EdgeLease edge, long? limit)
    {
        // Calls under way count whatever the ledger thought; slots kept for later only as far as they were granted and not lost since.
        var before = edge.Slots;
        edge.Slots = report.SlotsInUse;
        var spare = report.SlotsHeld - report.SlotsInUse;
        var granted = Math.Max(before - report.SlotsInUse, limit is { } bound ? bound - Edges.Slots : spare);
        edge.Slots += Math.Max(0, Math.Min(spare, granted));
    }

    private LeaseRefusal? Refuse(LeaseReport report, LimitSpec limits, LedgerTime now)
    {
        LeaseRefusal? refusal = null;
        foreach (var dimension in Counted)
        {
            // With nobody waiting, a want that nothing is left for is refused too: the edge should stop asking for a while.
            var need = report.Need.IsZero ? Math.Min(1, report.Wants[dimension]) : report.Need[dimension];
            if (limits.Bound(dimension) is not { } limit || need <= Free(dimension, limits))
                continue;
            var window = Window(dimension)!;
            var retryAfterMs = window.FreesMs(window.Used + need - limit, now);
            if (refusal is null || retryAfterMs > refusal.RetryAfterMs)
                refusal = new(dimension, limit, Free(dimension, limits), need, retryAfterMs, 0);
        }

        if (limits.Concurrent is { } slots && report.Need.Concurrent > Free(LimitDimension.Concurrent, limits))
        {
            RecallSlotsUntilMs = now.Ms + SlotRecallMs;
            refusal ??= new(
                LimitDimension.Concurrent, slots, Free(LimitDimension.Concurrent, limits), report.Need.Concurrent, SlotRetryMs, 0);
        }
        return refusal is null
            ? null
            : refusal with { DenyForMs = Pacing.DenyForMs(refusal.Dimension, refusal.RetryAfterMs, now) };
    }

    private void Grant(List<PermitLot> lots, LeaseReport report, LimitSpec limits, LedgerTime now)
    {
        var share = 2 * Edges.Active(now);
        foreach (var dimension in Counted)
        {
            var wants = Math.Max(report.Wants[dimension], report.Need[dimension]);
            if (wants <= 0)
                continue;
            var count = wants;
            var lifetimeMs = LeaseTerms.LotLifetimeMs;
            if (limits.Bound(dimension) is not null)
            {
                // Half of an equal share: the limit is approached in ever smaller steps, and the last permits go one by one.
                var free = Free(dimension, limits);
                count = Math.Max(report.Need[dimension], Math.Min(wants, Math.Min(free, Math.Max(1, free / share))));
                Window(dimension)!.Charge(count, now);
                lifetimeMs = Window(dimension)!.LifetimeMs(now);
            }
            if (count > 0)
                lots.Add(new PermitLot(dimension, count, now.Second, lifetimeMs));
        }
    }

    private void GrantSlots(LeaseReport report, EdgeLease edge, long? limit, LedgerTime now)
    {
        // Unlike a permit, a spare slot does not expire while its edge is busy: the last ones are only for calls that wait.
        var share = limit is { } bound ? Math.Max(0, (bound - Edges.Slots) / (2 * Edges.Active(now))) : long.MaxValue;
        edge.Slots += Math.Max(report.Need.Concurrent, Math.Min(report.Wants.Concurrent, share));
    }

    /// <summary>
    /// Slots the edge is asked for, if need be as its calls end: its part of what a lowered limit no longer covers, or,
    /// when a call elsewhere found none, its spare ones and those beyond an equal share. They count as its own until it
    /// has given them up.
    /// </summary>
    private long SlotsCalledIn(EdgeLease edge, long inUse, long? limit, LedgerTime now)
    {
        if (limit is not { } bound)
            return 0;
        var (all, active) = (Edges.Slots, Edges.Active(now));
        if (all > bound)
            return CeilingOf(edge.Slots * (all - bound), all);
        return now.Ms < RecallSlotsUntilMs ? Math.Max(0, edge.Slots - Math.Min(inUse, CeilingOf(bound, active))) : 0;

        static long CeilingOf(long amount, long parts) => (amount / parts) + (amount % parts == 0 ? 0 : 1);
    }

    private long Free(LimitDimension dimension, LimitSpec limits)
    {
        var limit = limits.Bound(dimension) ?? 0;
        return Math.Max(0, limit - (dimension == LimitDimension.Concurrent ? Edges.Slots : Window(dimension)?.Used ?? 0));
    }

    private static LimitVector ForEach(LimitSpec limits, Func<LimitDimension, long> amount)
    {
        var vector = default(LimitVector);
        for (var dimension = LimitDimension.RequestsPerMinute; dimension <= LimitDimension.Concurrent; dimension++)
        {
            if (limits.Bound(dimension) is not null)
                vector = vector.With(dimension, amount(dimension));
        }
        return vector;
    }

    private IPermitWindow? Window(LimitDimension dimension) => dimension switch
    {
        LimitDimension.RequestsPerMinute => Requests,
        LimitDimension.TokensPerMinute => Tokens,
        LimitDimension.TokensPerDay => Day,
        _ => null,
    };
}
