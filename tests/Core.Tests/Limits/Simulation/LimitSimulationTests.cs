using AiGateway.Core.Catalog;

namespace AiGateway.Core.Tests.Limits.Simulation;

public sealed class LimitSimulationTests
{
    private static readonly LimitSpec AllLimits = new()
    {
        RequestsPerMinute = 300, TokensPerMinute = 100_000, TokensPerDay = 250_000, Concurrent = 12,
    };

    [Fact]
    public void In_a_calm_cluster_no_window_holds_more_than_the_limit() =>
        OverSeeds(40, random => new() { Limits = Some(random), Edges = random.Next(1, 8), CallsPerSecond = random.Next(1, 40) });

    [Fact]
    public void Whatever_is_lost_or_dies_no_window_holds_more_than_the_limit() =>
        OverSeeds(160, random => new()
        {
            Limits = Some(random),
            Edges = random.Next(1, 8),
            CallsPerSecond = random.Next(5, 40),
            Loss = 0.05,
            Duplication = 0.05,
            Straggling = 0.05,
            DeathsPerSecond = 0.1,
            PartitionsPerSecond = 0.03,
            OwnerRestartsPerSecond = 0.2,
            Drift = 0.02,
        });

    [Fact]
    public void Limits_that_change_under_load_hold_as_soon_as_old_leases_have_ended() =>
        OverSeeds(60, random => new()
        {
            Limits = Some(random), CallsPerSecond = 25, LimitChangesPerSecond = 0.1, Loss = 0.02, DeathsPerSecond = 0.05,
        });

    [Fact]
    public void A_clock_set_back_again_and_again_frees_nothing() =>
        OverSeeds(40, random => new() { Limits = Some(random), CallsPerSecond = 25, ClockStepsPerSecond = 0.2, Loss = 0.02 });

    [Fact]
    public void Over_midnight_neither_day_holds_more_than_its_limit() =>
        OverSeeds(40, random => new()
        {
            Limits = new() { TokensPerDay = random.Next(5_000, 200_000) },
            CallsPerSecond = 25,
            Straggling = 0.1,
            Drift = 0.02,
            StartUnixMs = Bench.Noon + (12 * 3_600_000) - random.Next(500, 5_000),
            DurationMs = 40_000,
        });

    [Fact]
    public void At_twice_the_load_the_limit_is_used_to_85_percent_or_more()
    {
        foreach (var seed in Enumerable.Range(0, 5))
        {
            var world = new World(seed, new()
            {
                Limits = new() { RequestsPerMinute = 600 }, CallsPerSecond = 20, MaxCallMs = 500, DurationMs = 600_000,
            }).Run();
            Assert.InRange(world.Audit.Admitted, 0.85 * 6_000, 1.05 * 6_000);
        }
    }

    [Fact]
    public void Slots_are_used_to_85_percent_or_more_by_three_edges_at_twice_the_load()
    {
        foreach (var seed in Enumerable.Range(0, 5))
        {
            // Calls take a second on average, so 20 slots serve 20 a second.
            var world = new World(seed, new()
            {
                Limits = new() { Concurrent = 20 }, CallsPerSecond = 40, MaxCallMs = 2_000, DurationMs = 120_000,
            }).Run();
            Assert.True(world.Audit.Admitted * 10 / 9 >= 0.85 * 20 * 120, $"Seed {seed}: {world.Audit.Admitted}.");
        }
    }

    [Fact]
    public void Below_the_limit_every_call_is_admitted_and_the_owner_seldom_asked()
    {
        foreach (var seed in Enumerable.Range(0, 5))
        {
            var options = new WorldOptions
            {
                Limits = new() { RequestsPerMinute = 6_000, TokensPerMinute = 6_000_000 },
                CallsPerSecond = 50,
                MaxCallMs = 500,
                DurationMs = 120_000,
            };
            var world = new World(seed, options).Run();
            Assert.InRange(world.Audit.Admitted, 0.87 * 50 * 120, 0.93 * 50 * 120);
            Assert.InRange(world.Served, 1, 120 * options.Edges * 4);
        }
    }

    [Fact]
    public void At_many_times_the_load_the_owner_is_asked_no_more_than_edges_may_poll()
    {
        var options = new WorldOptions { Limits = new() { RequestsPerMinute = 60 }, CallsPerSecond = 200, DurationMs = 120_000 };
        var world = new World(1, options).Run();
        Assert.InRange(world.Audit.Admitted, 0.85 * 120 * 0.9, 120 * 1.1);
        Assert.InRange(world.Served, 1, world.Audit.Admitted + (120 * options.Edges * 5));
    }

    [Fact]
    public void A_limit_used_up_is_whole_again_once_its_window_has_passed()
    {
        var world = new World(1, new()
        {
            Limits = new() { RequestsPerMinute = 100 }, CallsPerSecond = 30, Loss = 0.1, DeathsPerSecond = 0.1, DurationMs = 400_000,
        }).Run();
        Assert.True(world.Audit.AdmittedSince(300_000) >= 100);
    }

    private static LimitSpec Some(Random random)
    {
        var scale = Math.Pow(10, (2 * random.NextDouble()) - 1.5);
        return new LimitSpec
        {
            RequestsPerMinute = random.Next(4) == 0 ? null : Scaled(AllLimits.RequestsPerMinute),
            TokensPerMinute = random.Next(3) == 0 ? null : Scaled(AllLimits.TokensPerMinute),
            TokensPerDay = random.Next(3) == 0 ? null : Scaled(AllLimits.TokensPerDay),
            Concurrent = random.Next(3) == 0 ? null : Scaled(AllLimits.Concurrent),
        };

        long Scaled(long? limit) => Math.Max(1, (long)(limit!.Value * scale));
    }

    private static void OverSeeds(int count, Func<Random, WorldOptions> options)
    {
        var admitted = 0;
        for (var seed = 0; seed < count; seed++)
            admitted += new World(seed, options(new Random(seed))).Run().Audit.Admitted;
        Assert.True(admitted > 20 * count, "The worlds were too quiet to show anything.");
    }
}
