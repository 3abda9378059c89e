using System.Diagnostics;
using System.Globalization;

namespace AiGateway.Simulation;

/// <summary>
/// The protocol under every fault we can think of. <c>SIMULATION_SEEDS</c> sets how many seeds, <c>SIMULATION_FROM</c> the first:
/// <c>SIMULATION_FROM=17 SIMULATION_SEEDS=1</c> replays seed 17.
/// </summary>
public sealed class CampaignTests(ITestOutputHelper output)
{
    [Fact]
    public void No_limit_is_passed_and_nobody_starves_whatever_fails()
    {
        var watch = Stopwatch.StartNew();
        var campaign = Campaign.Of(Setting("SIMULATION_SEEDS", 500), Setting("SIMULATION_FROM", 0));
        output.WriteLine($"{campaign}; {watch.Elapsed.TotalSeconds:F0} s");
        Assert.True(campaign.Failed.Count == 0, string.Join('\n', campaign.Failed.OrderBy(each => each.Seed).Take(20).Select(each => $"{each}\n    {Scenarios.Of(each.Seed).Scenario}")));
    }

    [Fact]
    public void The_same_seed_runs_the_same_way()
    {
        var (scenario, kind) = Scenarios.Of(7);
        Assert.Equivalent(Simulation.Run(scenario, kind), Simulation.Run(scenario, kind), strict: true);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
