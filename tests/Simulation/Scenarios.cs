using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>Draws a scenario from a seed.</summary>
internal static class Scenarios
{
    private static readonly Fault[] _all = Enum.GetValues<Fault>();

    public static (Scenario Scenario, string Kind) Of(ulong seed)
    {
        var chance = new Chance(seed ^ 0xA5A5_5A5A_0F0F_F0F0);
        var kind = chance.Unit() switch
        {
            < 0.40 => "requests in 10 s",
            < 0.48 => "requests in 60 s",
            < 0.60 => "tokens",
            < 0.70 => "day",
            < 0.82 => "slots",
            < 0.94 => "mixture",
            _ => "soft",
        };
        var scenario = Common(seed, chance);
        return (kind switch
        {
            "requests in 10 s" => Requests10(scenario, chance, hard: true),
            "requests in 60 s" => Requests60(scenario, chance),
            "tokens" => Tokens(scenario, chance),
            "day" => Day(scenario, chance),
            "slots" => Slots(scenario, chance),
            "mixture" => Mixture(scenario, chance),
            _ => Requests10(scenario, chance, hard: false),
        }, kind);
    }

    private static Scenario Common(ulong seed, Chance chance) => new()
    {
        Seed = seed,
        Limits = [],
        Terms = LeaseTerms.Default with
        {
            LeaseMs = chance.Of<long>([1_000, 2_000, 3_000, 10_000]),
            HorizonMs = chance.Of<long>([1_000, 3_000, 5_000]),
            MaxSkewMs = chance.Of<long>([100, 270, 500]),
            SilenceMs = 20_000,
        },
        Edges = (int)chance.Of<long>([1, 2, 3, 5, 8]),
        Uneven = chance.Is(0.5),
        Bursty = chance.Is(0.3),
        Released = chance.Is(0.4) ? 0.1 : 0,
        TrafficUs = 90 * World.SecondUs,
        Faults = chance.Is(0.15) ? [] : Some(chance),
        FaultGapUs = chance.Of<long>([3, 6, 12]) * World.SecondUs,
        Loss = chance.Is(0.5) ? chance.Of<double>([0.002, 0.01, 0.05]) : 0,
    };

    /// <summary>A few kinds in one run do more harm than a little of each.</summary>
    private static Fault[] Some(Chance chance)
    {
        var count = chance.Between(1, 6);
        var some = new Fault[count];
        for (var at = 0; at < count; at++)
            some[at] = chance.Of<Fault>(_all.AsSpan());
        return some;
    }

    private static double Load(Chance chance) => chance.Of<double>([0.6, 1.0, 2.0, 5.0]);

    private static Scenario Requests10(Scenario scenario, Chance chance, bool hard)
    {
        var bound = chance.Of<long>([1, 3, 10, 50, 200, 1_000, 5_000, 15_000]);
        return scenario with
        {
            Limits = [new(LimitDimension.RequestsPer10Seconds, bound, hard)],
            Rate = Math.Max(1, Load(chance) * bound / 10),
            LongestCallUs = chance.Is(0.3) ? 8 * World.SecondUs : 0,
            Released = scenario.Released,
        };
    }

    private static Scenario Requests60(Scenario scenario, Chance chance)
    {
        var bound = chance.Of<long>([5, 60, 600, 6_000, 30_000]);
        return scenario with
        {
            Limits = [new(LimitDimension.RequestsPerMinute, bound, true)],
            Rate = Math.Max(1, Load(chance) * bound / 60),
            TrafficUs = 240 * World.SecondUs,
        };
    }

    private static Scenario Tokens(Scenario scenario, Chance chance)
    {
        var bound = chance.Of<long>([1_000, 20_000, 500_000]);
        var most = Math.Max(1, bound / chance.Of<long>([2, 20, 200]));
        return scenario with
        {
            Limits = [new(LimitDimension.TokensPerMinute, bound, true)],
            MostTokens = most,
            Rate = Math.Max(1, Load(chance) * bound / 60 / most),
            LongestCallUs = chance.Of<long>([1, 5, 14]) * World.SecondUs,
            TrafficUs = 200 * World.SecondUs,
        };
    }

    private static Scenario Day(Scenario scenario, Chance chance)
    {
        var tokens = chance.Is(0.4);
        var bound = chance.Of<long>([10, 100, 2_000]) * (tokens ? 100 : 1);
        return scenario with
        {
            Limits = [new(tokens ? LimitDimension.TokensPerDay : LimitDimension.RequestsPerDay, bound, true)],
            MostTokens = tokens ? 100 : 0,
            Rate = Math.Max(1, Load(chance) * bound / (tokens ? 50 : 1) / 45),
            LongestCallUs = tokens ? 3 * World.SecondUs : 0,
            MidnightUs = 35 * World.SecondUs,
        };
    }

    private static Scenario Slots(Scenario scenario, Chance chance)
    {
        var bound = chance.Of<long>([1, 4, 20, 100]);
        return scenario with
        {
            Limits = [new(LimitDimension.Concurrent, bound, true)],
            LongestCallUs = chance.Of<long>([1, 5, 14]) * World.SecondUs,
            Rate = Math.Max(1, Load(chance) * bound),
        };
    }

    private static Scenario Mixture(Scenario scenario, Chance chance)
    {
        var bound = chance.Of<long>([5, 50, 500]);
        return scenario with
        {
            Limits =
            [
                new(LimitDimension.RequestsPer10Seconds, bound, chance.Is(0.7)),
                new(LimitDimension.RequestsPerDay, bound * 5, chance.Is(0.5)),
                new(LimitDimension.TokensPerMinute, bound * 300, chance.Is(0.7)),
                new(LimitDimension.Concurrent, Math.Max(1, bound / 5), chance.Is(0.7)),
            ],
            MostTokens = 100,
            Rate = Math.Max(1, Load(chance) * bound / 10),
            LongestCallUs = 4 * World.SecondUs,
            MidnightUs = 45 * World.SecondUs,
            TrafficUs = 150 * World.SecondUs,
        };
    }
}
