using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using CsCheck;

namespace AiGateway.Core.Tests.Limits;

/// <summary>What holds through any history of calls and messages.</summary>
public sealed class LeaseProtocolProperties
{
    private const LimitDimension Ten = LimitDimension.RequestsPer10Seconds;
    private const LimitDimension Tokens = LimitDimension.TokensPerMinute;

    private static readonly Gen<(int Calls, int Ms)[]> _traffic = Gen.Select(Gen.Int[0, 8], Gen.Int[0, 900]).Array[5, 120];

    [Fact]
    public void One_edge_is_admitted_as_an_exact_counter_would_admit_it() => Gen.Select(_traffic, Gen.Int[1, 30], Gen.Bool).Sample((traffic, bound, hard) =>
    {
        var bench = new Bench(new Limit(Ten, bound, hard));
        var edge = Bench.Edge();
        var admitted = new List<long>();
        foreach (var (calls, ms) in traffic)
        {
            for (var call = 0; call < calls; call++)
            {
                if (bench.Call(edge) is { } reservation)
                {
                    bench.Settle(edge, reservation);
                    admitted.Add(bench.NowMs);
                    Assert.True(Since(10_000) <= bound, "More than the bound was admitted.");
                }
                else
                {
                    // Later than the exact counter by what a report (and the step before it), a denial and a bucket may take.
                    Assert.True(Since(10_000 + 1_900 + 1_000 + 50) >= bound, "A call was refused that the bound has room for.");
                }
            }
            bench.NowMs += ms;
            if (edge.ReportDue(bench.Limits, bench.NowMs))
                bench.Exchange(edge);
        }

        int Since(long ms) => admitted.Count(at => at > bench.NowMs - ms);
    }, iter: 5_000);

    [Fact]
    public void Reports_may_be_lost_doubled_and_out_of_order() =>
        Gen.Select(Gen.Int[0, 5].Array[1, 12], Gen.Int[0, 11].Array[0, 24]).Sample((uses, deliveries) =>
    {
        var bench = new Bench(new Limit(Tokens, 1_000, false));
        var lease = bench.Ask("a", default, new PermitReport(Tokens, 0, 0, 0, 100, 100)).Lease;
        var reports = new List<LeaseReport>();
        long consumed = 0, returned = 0;
        foreach (var use in uses)
        {
            (consumed, returned) = (consumed + use, returned + (use / 2));
            reports.Add(bench.Report("a", lease, new PermitReport(Tokens, consumed, returned, 0, 0, 0)));
        }
        foreach (var delivery in deliveries)
            bench.Serve(reports[delivery % reports.Count]);
        bench.Serve(reports[^1]);

        var ledger = bench.Owner.Ledgers[Tokens]!;
        Assert.Equal((consumed, 100 - consumed - returned), (ledger.Charges.Used, ledger.Out));
    }, iter: 10_000);

    [Fact]
    public void Replies_may_be_doubled_and_out_of_order() =>
        Gen.Select(Gen.Select(Gen.Int[0, 3], Gen.Int[1, 200], Gen.Int[0, 4_000]).Array[1, 12], Gen.Int[0, 11].Array[1, 30]).Sample((history, deliveries) =>
    {
        var bench = new Bench(new Limit(Tokens, 1_000, false), new Limit(LimitDimension.TokensPerDay, 2_000, false));
        var replies = new List<(LeaseReply Reply, long SentMs)>();
        foreach (var (act, tokens, ms) in history)
        {
            bench.NowMs += ms;
            if (act == 0)
                bench.TakeOver();
            var lease = replies.Count > 0 ? replies[^1].Reply.Lease : default;
            replies.Add((bench.Ask("a", lease, new PermitReport(Tokens, 0, 0, 0, tokens, tokens),
                new PermitReport(LimitDimension.TokensPerDay, 0, 0, 0, tokens, tokens)), bench.NowMs));
        }
        int[] arrived = [.. deliveries.Select(delivery => delivery % replies.Count)];
        var (edge, orderly) = (After(arrived), After(arrived.Distinct().Order()));
        for (var at = bench.NowMs; at <= bench.NowMs + Bench.Terms.LeaseMs; at += 500)
        {
            Assert.Equal(orderly.Available(Tokens, at), edge.Available(Tokens, at));
            Assert.Equal(orderly.Available(LimitDimension.TokensPerDay, at), edge.Available(LimitDimension.TokensPerDay, at));
        }

        LeaseAccount After(IEnumerable<int> order)
        {
            var account = Bench.Edge();
            foreach (var index in order)
                account.Apply(replies[index].Reply, replies[index].SentMs, bench.NowMs);
            return account;
        }
    }, iter: 10_000);

    [Fact]
    public void Each_call_is_settled_once_and_permits_are_neither_made_nor_lost() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 40], Gen.Int[0, 40]).Array[1, 80].Sample(acts =>
    {
        var bench = new Bench(new Limit(Tokens, 1_000, false), new Limit(LimitDimension.Concurrent, 50, false));
        var edge = Bench.Edge();
        bench.Call(edge, 1);
        bench.Exchange(edge);
        var granted = edge.Available(Tokens, bench.NowMs);
        var tickets = new List<(Reservation Ticket, long Held)>();
        var settled = new HashSet<int>();
        long spent = 0, held = 0;
        foreach (var (act, tokens, which) in acts)
        {
            if (act == 0)
            {
                var result = edge.TryAdmit(new CallDemand(tokens, 0), bench.Limits, bench.NowMs);
                if (result.Outcome != AdmitOutcome.Admitted)
                    continue;
                tickets.Add((result.Reservation, tokens));
                held += tokens;
            }
            else if (tickets.Count > 0)
            {
                var index = which % tickets.Count;
                var (ticket, reserved) = tickets[index];
                var used = Math.Min(tokens, reserved);
                if (settled.Add(index))
                    (held, spent) = (held - reserved, spent + (act == 1 ? used : 0));
                if (act == 1)
                    edge.Settle(ticket, new CallDemand(used, 0), bench.NowMs);
                else
                    edge.Release(ticket, bench.NowMs);
            }
            Assert.Equal(granted - spent - held, edge.Available(Tokens, bench.NowMs));
            Assert.Equal(1 + tickets.Count - settled.Count, edge.InUse);
        }
    }, iter: 10_000);

    [Fact]
    public void A_call_takes_from_all_limits_or_from_none() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 300], Gen.Int[1, 6], Gen.Int[0, 90].Array[1, 30]).Sample((requests, tokens, slots, calls) =>
    {
        var bench = new Bench(new Limit(Ten, requests, false), new Limit(Tokens, tokens, false), new Limit(LimitDimension.Concurrent, slots, false));
        var edge = Bench.Edge();
        foreach (var demand in calls)
        {
            var before = Ready();
            var result = bench.Try(edge, demand);
            var taken = result.Outcome == AdmitOutcome.Admitted ? (1L, (long)demand, 1L) : default;
            Assert.Equal((before.Requests - taken.Item1, before.Tokens - taken.Item2, before.Slots - taken.Item3), Ready());
            if (result.Outcome == AdmitOutcome.NeedsLease)
                bench.Exchange(edge);
        }

        (long Requests, long Tokens, long Slots) Ready() => (edge.Available(Ten, bench.NowMs), edge.Available(Tokens, bench.NowMs),
            edge.Available(LimitDimension.Concurrent, bench.NowMs));
    }, iter: 10_000);

    [Fact]
    public void No_gauge_is_ever_negative_and_the_sums_add_up() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 700]).Array[1, 100].Sample(acts =>
    {
        var bench = new Bench(new Limit(LimitDimension.Concurrent, 6, true), new Limit(Ten, 40, true));
        var edges = new[] { Bench.Edge("a"), Bench.Edge("b"), Bench.Edge("c") };
        var running = edges.Select(_ => new Queue<Reservation>()).ToArray();
        foreach (var (which, act, ms) in acts)
        {
            var edge = edges[which];
            if (act == 0 && running[which].TryDequeue(out var ended))
                bench.Settle(edge, ended);
            else if (act is 1 or 2 && bench.Call(edge) is { } begun)
                running[which].Enqueue(begun);
            else if (edge.ReportDue(bench.Limits, bench.NowMs += ms))
                bench.Exchange(edge);
            Assert.True(running.Sum(each => each.Count) <= 6);
            foreach (var ledger in bench.Owner.Ledgers.All)
            {
                // Slots of a lease that ended count twice until the edge reports by the next one.
                var mayOverlap = ledger.Dimension == LimitDimension.Concurrent;
                Assert.True(ledger is { Out: >= 0, Reserve: >= 0 } && (ledger.Free >= 0 || mayOverlap), $"{ledger.Dimension}: {ledger.Out} {ledger.Reserve} {ledger.Free}");
            }
        }
    }, iter: 5_000);
}
