using System.Globalization;

namespace AiGateway.PushLoad;

/// <summary>What to be and what to measure.</summary>
internal sealed record PushOptions
{
    /// <summary>Connection string of the cluster's store.</summary>
    public string Redis { get; init; } = "127.0.0.1:6379";

    public int SiloPort { get; init; }

    public int GatewayPort { get; init; }

    public int HealthPort { get; init; }

    public int Edges { get; init; } = 5;

    /// <summary>That count, for each way of pushing.</summary>
    public int Events { get; init; } = 1_000;

    /// <summary>That do not count.</summary>
    public int WarmUp { get; init; } = 300;

    public int Seed { get; init; } = 1;

    /// <summary>Part of the product's pushes that silos lose, from 0 to 1.</summary>
    public double Drop { get; init; }

    /// <param name="arguments">Pairs of <c>--name value</c>.</param>
    /// <exception cref="ArgumentException">One is not known.</exception>
    public static PushOptions Parse(IEnumerable<string> arguments)
    {
        var options = new PushOptions();
        foreach (var pair in arguments.Chunk(2))
        {
            var value = pair.Length == 2 ? pair[1] : throw new ArgumentException($"{pair[0]} lacks a value.");
            options = pair[0] switch
            {
                "--redis" => options with { Redis = value },
                "--silo-port" => options with { SiloPort = Number(value) },
                "--gateway-port" => options with { GatewayPort = Number(value) },
                "--health-port" => options with { HealthPort = Number(value) },
                "--edges" => options with { Edges = Number(value) },
                "--events" => options with { Events = Number(value) },
                "--warmup" => options with { WarmUp = Number(value) },
                "--drop" => options with { Drop = double.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = Number(value) },
                var other => throw new ArgumentException($"{other} is not known."),
            };
        }
        return options;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
