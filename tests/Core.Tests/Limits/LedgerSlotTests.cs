using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Core.Tests.Limits;

public sealed class LedgerSlotTests
{
    private readonly LimitLedger _ledger = new();
    private LimitSpec _limits = new() { Concurrent = 8 };
    private long _sequence;

    [Fact]
    public void A_waiting_call_gets_a_slot_while_there_is_one()
    {
        for (var i = 0; i < 8; i++)
            Assert.Equal(1, Ask("edge-" + i, need: 1).SlotsHeld);
        var refusal = Ask("late", need: 1).Refusal!;
        Assert.Equal(new(LimitDimension.Concurrent, 8, 0, 1, 1_000, 250), refusal);
    }

    [Fact]
    public void Spare_slots_come_only_from_plenty()
    {
        Assert.Equal(4, Ask("a", wants: 6).SlotsHeld);
        Assert.Equal(1, Ask("b", wants: 6).SlotsHeld);
        Assert.Equal(0, Ask("c", wants: 6).SlotsHeld);
    }

    [Fact]
    public void Slots_no_longer_held_are_free_for_others()
    {
        Ask("a", need: 8);
        Assert.NotNull(Ask("b", need: 1).Refusal);
        Ask("a", inUse: 6, held: 6);
        Assert.Null(Ask("b", need: 1).Refusal);
    }

    [Fact]
    public void An_edge_keeps_its_slots_while_it_reports_and_loses_them_ten_seconds_after()
    {
        Ask("a", need: 8);
        Ask("a", inUse: 8, held: 8, atMs: 9_000);
        Assert.NotNull(Ask("b", need: 1, atMs: 18_999).Refusal);
        Assert.Null(Ask("b", need: 1, atMs: 19_000).Refusal);
    }

    [Fact]
    public void An_edge_that_comes_back_late_keeps_what_it_uses_and_only_free_spares()
    {
        Ask("a", need: 6);
        Ask("b", need: 5, atMs: 10_000);
        var reply = Ask("a", inUse: 2, held: 6, atMs: 10_001);
        Assert.Equal((3, 0), (reply.SlotsHeld, reply.Remaining.Concurrent));
    }

    [Fact]
    public void Calls_under_way_count_even_beyond_the_limit()
    {
        Ask("b", need: 8);
        Assert.Equal(2, Ask("a", inUse: 3).SlotsHeld);
        // 11 are under way, so ending three frees none.
        Ask("b", inUse: 5, held: 5);
        Assert.NotNull(Ask("c", need: 1).Refusal);
        Ask("b", inUse: 4, held: 4);
        Assert.Null(Ask("c", need: 1).Refusal);
    }

    [Fact]
    public void A_lowered_limit_calls_spare_slots_in_and_counts_them_until_they_are_back()
    {
        Ask("a", need: 6);
        _limits = new() { Concurrent = 3 };
        Assert.Equal(3, Ask("a", inUse: 2, held: 6).SlotsHeld);
        Assert.NotNull(Ask("b", need: 1).Refusal);
        Ask("a", inUse: 2, held: 2);
        Assert.Null(Ask("b", need: 1).Refusal);
    }

    [Fact]
    public void A_lowered_limit_reaches_edges_whose_slots_are_always_in_use()
    {
        Ask("a", need: 6);
        Ask("b", need: 2);
        _limits = new() { Concurrent = 4 };
        Assert.Equal(3, Ask("a", inUse: 6, held: 6).SlotsHeld);
        Assert.Equal(1, Ask("b", inUse: 2, held: 2).SlotsHeld);
        // Calls go on until they end; what is still in use counts.
        Ask("a", inUse: 3, held: 3);
        Assert.NotNull(Ask("c", need: 1).Refusal);
        Ask("b", inUse: 0, held: 0);
        Assert.Null(Ask("c", need: 1).Refusal);
        Assert.NotNull(Ask("c", inUse: 1, held: 1, need: 1).Refusal);
    }

    [Fact]
    public void An_edge_beyond_its_share_makes_room_for_one_that_found_no_slot()
    {
        Ask("a", need: 8);
        Ask("b", need: 1);
        Assert.Equal(4, Ask("a", inUse: 8, held: 8, atMs: 500).SlotsHeld);
        Ask("a", inUse: 7, held: 4, atMs: 600);
        Assert.Null(Ask("b", need: 1, atMs: 700).Refusal);
    }

    [Fact]
    public void A_call_that_found_no_slot_calls_in_the_spare_ones_of_others()
    {
        Ask("a", need: 8);
        Ask("b", need: 1);
        Assert.Equal(3, Ask("a", inUse: 3, held: 8, atMs: 500).SlotsHeld);
        Ask("a", inUse: 3, held: 3, atMs: 600);
        Assert.Null(Ask("b", need: 1, atMs: 700).Refusal);
        Assert.Equal(3, Ask("a", inUse: 2, held: 3, atMs: 2_000).SlotsHeld);
    }

    [Fact]
    public void A_call_that_finds_no_slot_costs_no_request_either()
    {
        _limits = new() { Concurrent = 1, RequestsPerMinute = 10 };
        Ask("a", need: 1);
        var reply = _ledger.Serve(Bench.Report(++_sequence, "b") with { Need = new(1, 0, 0, 1) }, _limits, Bench.Noon);
        Assert.Equal((10, 0), (reply.Remaining.RequestsPerMinute, reply.Lots.Count));
    }

    private LeaseReply Ask(string edge, long need = 0, long wants = 0, long inUse = 0, long held = 0, long atMs = 0) => _ledger.Serve(
        Bench.Report(++_sequence, edge) with
        {
            Need = new(0, 0, 0, need), Wants = new(0, 0, 0, wants), SlotsInUse = inUse, SlotsHeld = held,
        },
        _limits,
        Bench.Noon + atMs);
}
