using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Owner;
using CsCheck;

namespace AiGateway.Core.Tests.Limits;

/// <summary>Charges of a window against a list of single charges.</summary>
public sealed class SlidingChargesProperties
{
    private const long WindowMs = 10_000;
    private const long BucketMs = 50;

    private enum Act
    {
        Charge, ChargeLater, Refund, Wait,
    }

    private static readonly Gen<(Act Act, int Count, int Ms)[]> _history =
        Gen.Select(Gen.Enum<Act>(), Gen.Int[1, 20], Gen.Int[0, 6_000]).Array[1, 60];

    [Fact]
    public void They_count_as_single_charges_would() => _history.Sample(history =>
    {
        var (charges, oracle) = Play(history, out var now);
        Assert.Equal(oracle.Count, charges.Used);
        var count = charges.Used / 2;
        if (count == 0)
            return;
        now = new(now.Ms + charges.FreesMs(count, now), 0);
        charges.Advance(now);
        oracle.RemoveAll(leavesMs => leavesMs <= now.Ms);
        Assert.Equal(oracle.Count, charges.Used);
    }, iter: 15_000);

    [Fact]
    public void What_is_said_to_be_free_by_then_is_free_by_then() => _history.Sample(history =>
    {
        var (charges, _) = Play(history, out var now);
        var (used, count) = (charges.Used, (charges.Used + 1) / 2);
        if (count == 0)
            return;
        charges.Advance(new(now.Ms + charges.FreesMs(count, now), 0));
        Assert.True(used - charges.Used >= count);
    }, iter: 15_000);

    [Fact]
    public void What_is_stored_and_read_back_counts_at_least_as_long() => _history.Select(Gen.Int[0, 700], Gen.Int[0, 12_000]).Sample((history, skewMs, laterMs) =>
    {
        var (charges, _) = Play(history, out var now);
        var restored = new SlidingCharges(WindowMs);
        foreach (var stored in charges.Store())
            restored.Charge(stored.Count, stored.AtMs + skewMs);
        Assert.Equal(charges.Used, restored.Used);
        charges.Advance(new(now.Ms + laterMs, 0));
        restored.Advance(new(now.Ms + laterMs + skewMs, 0));
        Assert.True(restored.Used >= charges.Used);
    }, iter: 15_000);

    private static (SlidingCharges Charges, List<long> Oracle) Play((Act Act, int Count, int Ms)[] history, out LedgerTime now)
    {
        var charges = new SlidingCharges(WindowMs);
        var oracle = new List<long>();
        now = new(1_000_000, 0);
        foreach (var (act, count, ms) in history)
        {
            var nowMs = now.Ms;
            switch (act)
            {
                case Act.Charge or Act.ChargeLater:
                    var atMs = act == Act.Charge ? nowMs : nowMs + ms;
                    charges.Charge(count, atMs);
                    oracle.AddRange(Enumerable.Repeat(((atMs / BucketMs) + 1) * BucketMs + WindowMs, count));
                    oracle.Sort();
                    break;
                case Act.Refund:
                    charges.Refund(count);
                    oracle.RemoveRange(0, Math.Min(count, oracle.Count));
                    break;
                default:
                    now = new(nowMs + ms, 0);
                    break;
            }
            charges.Advance(now);
            var leftBy = now.Ms;
            oracle.RemoveAll(leavesMs => leavesMs <= leftBy);
        }
        return (charges, oracle);
    }
}
