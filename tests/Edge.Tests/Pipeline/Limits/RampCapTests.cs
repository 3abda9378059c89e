using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Cluster;
using AiGateway.Grains.Grayscale;

namespace AiGateway.Edge.Tests.Pipeline.Limits;

/// <summary>Limits on targets of a split whose shares a ramp sets.</summary>
public sealed class RampCapTests
{
    [Fact]
    public async Task What_a_canary_has_no_room_for_is_answered_and_counted_beside_it()
    {
        using var bench = Bench("model: new,");

        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await bench.Chat("team/chat")).Response.StatusCode);

        Assert.Equal((3, 17), (At(bench, "b"), At(bench, "a")));
        var report = Report(bench);
        Assert.Equal((3L, 17L), (report.Canary.Judged, report.Baseline.Judged));
    }

    [Fact]
    public async Task A_canary_gets_more_than_its_share_only_when_no_other_target_is_left()
    {
        // The one beside it with three quarters of the rest has three calls a day, the other one has all.
        using var bench = Bench("model: old,");

        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await bench.Chat("team/chat")).Response.StatusCode);

        Assert.Equal((10, 10), (At(bench, "b"), At(bench, "a")));
        Assert.Equal(3, bench.Gateway.Provider.Requests.Count(request => request.Body.Contains("\"old\"", StringComparison.Ordinal)));
        using var alone = Bench("model: old,", "model: older,");
        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await alone.Chat("team/chat")).Response.StatusCode);
        Assert.Equal((14, 6), (At(alone, "b"), At(alone, "a")));
    }

    private static LimitBench Bench(params string[] targets)
    {
        var yaml = targets.Aggregate(RampCatalog.Yaml, (text, target) => text.Replace(target, target + " limits: { requestsPerDay: 3 },", StringComparison.Ordinal));
        var bench = new LimitBench(yaml);
        bench.Gateway.Ramps.Apply(RampCatalog.Status(5_000));
        return bench;
    }

    private static RampReport Report(LimitBench bench) =>
        bench.Gateway.Ramps["team/chat"].NextReport(new EdgeIdentity("edge", 1), bench.Gateway.Catalog.Table.Ramps[0].Ramp!.Terms, canaryHasNoKey: false)!;

    private static int At(LimitBench bench, string host) => bench.Gateway.Provider.Requests.Count(request => request.Address.Host == host);
}
