using System.Text.Json;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Core.Limits.Owner;

namespace AiGateway.Core.Tests.Limits;

public sealed class TakeOverTests
{
    private const LimitDimension Minute = LimitDimension.RequestsPerMinute;

    [Fact]
    public void All_that_was_outstanding_counts_as_used_from_the_last_moment_it_could_be()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        bench.Ask("a", default, new PermitReport(Minute, 0, 0, 0, 40, 40));
        var outstanding = bench.Record!.Ledgers[0].Outstanding;
        var lastUseMs = bench.Record.HorizonMs - bench.Record.WrittenMs + Bench.Terms.LeaseMs;

        bench.TakeOver();
        Assert.Equal(100 - outstanding, bench.Left(Minute));

        bench.NowMs += lastUseMs + 60_000;
        bench.Ask("b", default);
        Assert.Equal(100 - outstanding, bench.Left(Minute));
        bench.NowMs += Bench.Terms.MaxSkewMs + Bench.Terms.ExpirySlackMs + 100;
        bench.Ask("b", default);
        Assert.Equal(100, bench.Left(Minute));
    }

    [Fact]
    public void What_was_used_counts_longer_by_the_largest_skew()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        var lease = bench.Ask("a", default, new PermitReport(Minute, 0, 0, 0, 40, 40)).Lease;
        bench.Ask("a", lease, new PermitReport(Minute, 40, 0, 0, 0, 0));
        bench.NowMs += 3_000;
        Assert.True(bench.Store());
        Assert.Equal(40, bench.Record!.Ledgers[0].Charges.Sum(charge => charge.Count));

        bench.TakeOver();
        bench.NowMs += 57_000 + Bench.Terms.MaxSkewMs;
        bench.Ask("b", default);
        Assert.True(bench.Left(Minute) <= 60);
    }

    [Fact]
    public void A_clock_set_back_frees_nothing()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        var lease = bench.Ask("a", default, new PermitReport(Minute, 0, 0, 0, 40, 40)).Lease;
        bench.Ask("a", lease, new PermitReport(Minute, 40, 0, 0, 0, 0));
        bench.NowMs += 3_000;
        bench.Store();
        var owner = new LimitOwner(bench.Record, bench.Limits, 1, bench.UnixMs - 3_600_000, 7, Bench.Terms);
        Assert.True(owner.Ledgers[Minute]!.Left <= 60);
    }

    [Fact]
    public void An_owner_that_stops_in_order_leaves_no_more_than_is_out()
    {
        var bench = new Bench(new Limit(Minute, 100, true));
        bench.Ask("a", default, new PermitReport(Minute, 0, 0, 0, 4, 4));
        var closing = bench.Owner.Close(bench.NowMs)!;
        Assert.Equal(4, closing.Ledgers[0].Outstanding);
        Assert.False(closing.Closed);
        Assert.False(bench.Owner.Serves);
    }

    [Fact]
    public void A_new_owner_of_limits_in_memory_learns_before_it_gives()
    {
        var bench = new Bench(new Limit(Minute, 100, false));
        bench.Ask("a", default, new PermitReport(Minute, 0, 0, 0, 40, 0));
        bench.TakeOver();

        var reply = bench.Ask("a", default, new PermitReport(Minute, 0, 0, 0, 10, 1));
        Assert.True(reply.TellRecent);
        Assert.Equal(0, reply.Permits[0].Granted);
        Assert.NotNull(reply.Refusal);

        var told = bench.Serve(bench.Report("a", reply.Lease) with { Recent = [new RecentUse(Minute, 30, 5_000)] });
        Assert.False(told.TellRecent);
        Assert.Equal(70, bench.Left(Minute));

        bench.NowMs += Bench.Terms.LeaseMs + Bench.Terms.ExpirySlackMs;
        Assert.Equal(10, bench.Ask("a", told.Lease, new PermitReport(Minute, 0, 0, 0, 10, 1)).Permits[0].Granted);
    }

    [Fact]
    public void A_record_reads_back_as_it_was_written()
    {
        var record = new LimitRecord
        {
            Epoch = 7,
            OffsetMs = -3,
            WrittenMs = 1_000,
            HorizonMs = 6_000,
            Closed = true,
            Ledgers =
            [
                new() { Dimension = Minute, Outstanding = 5, Charges = [new(900, 3), new(1_900, 4)] },
                new() { Dimension = LimitDimension.CostPerMonth, Outstanding = 1L << 52, Used = 1L << 53, EndsAtUnixMs = 99 },
            ],
            SlotHolders = ["a", "b"],
        };
        Assert.Equivalent(record, JsonSerializer.Deserialize<LimitRecord>(JsonSerializer.Serialize(record)), strict: true);
    }
}
