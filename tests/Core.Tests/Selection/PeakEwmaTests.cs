using AiGateway.Core.Selection;
using CsCheck;

namespace AiGateway.Core.Tests.Selection;

public sealed class PeakEwmaTests
{
    private static readonly Gen<(double Ms, int AfterMs)[]> Course = Gen.Select(Gen.Double[0, 10_000], Gen.Int[0, 20_000]).Array[1, 30];

    [Fact]
    public void A_new_peak_counts_at_once() => Course.Sample(course =>
    {
        var (peak, now) = Run(course);
        peak.Observe(10_001, now);
        Assert.Equal(10_001, peak.At(now));
    });

    [Fact]
    public void A_shorter_time_leaves_it_where_it_has_fallen_to() => Gen.Select(Course, Gen.Double[0, 10_000], Gen.Int[0, 50_000]).Sample((course, ms, later) =>
    {
        var (peak, now) = Run(course);
        now += later;
        var was = peak.At(now)!.Value;
        peak.Observe(ms, now);
        Assert.Equal(Math.Max(was, ms), peak.At(now)!.Value, 1e-6);
    });

    [Fact]
    public void Left_alone_it_falls_to_one_part_in_e_each_ten_seconds() => Course.Sample(course =>
    {
        var (peak, now) = Run(course);
        Assert.Equal(peak.At(now)!.Value / Math.E, peak.At(now + 10_000)!.Value, 1e-6);
    });

    [Fact]
    public void Better_times_bring_it_down_slowly()
    {
        var peak = default(PeakEwma);
        peak.Observe(2_000, 0);
        peak.Observe(100, 1_000);
        Assert.InRange(peak.At(1_000)!.Value, 1_800, 1_815);
        for (var now = 2_000; now <= 60_000; now += 1_000)
            peak.Observe(100, now);
        Assert.Equal(100, peak.At(60_000)!.Value);
    }

    [Fact]
    public void What_was_never_measured_or_is_a_minute_old_is_unknown()
    {
        var peak = default(PeakEwma);
        Assert.Null(peak.At(0));
        peak.Observe(100, 5_000);
        Assert.NotNull(peak.At(64_999));
        Assert.Null(peak.At(65_000));
    }

    private static (PeakEwma Peak, long NowMs) Run((double Ms, int AfterMs)[] course)
    {
        var (peak, now) = (default(PeakEwma), 0L);
        foreach (var (ms, after) in course)
        {
            now += after;
            peak.Observe(ms, now);
        }
        return (peak, now);
    }
}
