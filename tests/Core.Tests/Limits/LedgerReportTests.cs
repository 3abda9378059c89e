using System.Text.Json;
using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class LedgerReportTests
{
    private static readonly LimitSpec Limits = new()
    {
        RequestsPerMinute = 100, TokensPerMinute = 1_000, TokensPerDay = 5_000, Concurrent = 8,
    };

    private readonly LimitLedger _ledger = new();

    [Fact]
    public void A_report_delivered_twice_counts_once()
    {
        Serve(Bench.Report(1) with { Need = new(10, 100, 100, 0) });
        var report = Bench.Report(2) with
        {
            Returns = [new(Bench.Noon / 1_000, LimitDimension.RequestsPerMinute, 4)], ExtraTokens = 50, Wants = new(5, 0, 0, 0),
        };
        Assert.Equal(89, Serve(report).Remaining.RequestsPerMinute);
        var again = Serve(report);
        Assert.Empty(again.Lots);
        Assert.Equal(2, again.Sequence);
        Assert.Equal(new(89, 850, 4_850, 8), Serve(Bench.Report(3)).Remaining);
    }

    [Fact]
    public void A_report_overtaken_by_a_later_one_changes_nothing()
    {
        Serve(Bench.Report(2) with { Need = new(0, 0, 0, 3) });
        Serve(Bench.Report(1) with { SlotsInUse = 7, SlotsHeld = 7 });
        Assert.Equal(5, Serve(Bench.Report(3) with { SlotsHeld = 3 }).Remaining.Concurrent);
    }

    [Fact]
    public void A_report_delivered_again_after_a_long_silence_still_counts_once()
    {
        var grant = Serve(Bench.Report(1) with { Need = new(50, 0, 0, 0) });
        var report = Bench.Report(2) with { Returns = [new(grant.Lots[0].GrantedAtSecond, LimitDimension.RequestsPerMinute, 20)] };
        Serve(report, 1_000);
        Serve(report, 40_000);
        Assert.Equal(70, Serve(Bench.Report(3), 40_000).Remaining.RequestsPerMinute);
    }

    [Fact]
    public void A_restarted_edge_replaces_what_it_was()
    {
        Serve(Bench.Report(9) with { Need = new(0, 0, 0, 5) });
        Assert.Equal(8, Serve(Bench.Report(1, incarnation: 2)).Remaining.Concurrent);
        // The one before it, heard late, is no longer listened to.
        Assert.Equal(0, Serve(Bench.Report(10) with { Need = new(1, 0, 0, 5) }).SlotsHeld);
        Assert.Equal(8, Serve(Bench.Report(2, incarnation: 2)).Remaining.Concurrent);
    }

    [Fact]
    public void An_edge_whose_clock_was_set_back_is_heard_once_its_predecessor_is_silent()
    {
        Serve(Bench.Report(9, incarnation: 5));
        Assert.Empty(Serve(Bench.Report(1, incarnation: 4) with { Need = new(1, 0, 0, 0) }, 9_999).Lots);
        Assert.Single(Serve(Bench.Report(2, incarnation: 4) with { Need = new(1, 0, 0, 0) }, 10_000).Lots);
    }

    [Fact]
    public void Edges_long_gone_are_forgotten()
    {
        for (var i = 0; i < 50; i++)
            Serve(Bench.Report(1, "edge-" + i), i * 10_000);
        Assert.Equal(12, _ledger.Edges.Leases.Count);
    }

    [Fact]
    public void Stored_and_read_back_a_ledger_goes_on_as_if_nothing_had_happened()
    {
        var ledger = new LimitLedger();
        var random = new Random(7);
        for (var i = 1; i < 200; i++)
        {
            var report = Bench.Report(i, "edge-" + random.Next(3), 1) with
            {
                Wants = new(random.Next(5), random.Next(100), random.Next(100), random.Next(2)),
                Need = random.Next(2) == 0 ? default : new(1, 10, 10, 1),
                SlotsHeld = random.Next(3),
                ExtraTokens = random.Next(3),
            };
            var now = Bench.Noon + (i * 400);
            var copy = JsonSerializer.Deserialize<LimitLedger>(JsonSerializer.Serialize(ledger))!;
            Assert.Equal(
                JsonSerializer.Serialize(ledger.Serve(report, Limits, now)), JsonSerializer.Serialize(copy.Serve(report, Limits, now)));
            ledger = copy;
        }
    }

    private LeaseReply Serve(LeaseReport report, long atMs = 0) => _ledger.Serve(report, Limits, Bench.Noon + atMs);
}
