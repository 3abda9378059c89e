using System.Globalization;

namespace AiGateway.LimitLoad;

/// <summary>What to measure, and for how long.</summary>
internal sealed record LoadOptions
{
    /// <summary>Connection string of the silos' store; null measures admission from memory only.</summary>
    public string? Redis { get; init; }

    public string ClusterId { get; init; } = "aigateway";

    /// <summary>Whole windows after the first, at least 1.</summary>
    public int Windows { get; init; } = 2;

    /// <summary>Of the consumers below their limits, seconds that do not count, at most 60.</summary>
    public int WarmUpSeconds { get; init; } = 20;

    public int Seed { get; init; } = 1;

    /// <param name="arguments">Pairs of <c>--name value</c>.</param>
    /// <exception cref="ArgumentException">One is not known.</exception>
    public static LoadOptions Parse(string[] arguments)
    {
        var options = new LoadOptions();
        foreach (var pair in arguments.Chunk(2))
        {
            var value = pair.Length == 2 ? pair[1] : throw new ArgumentException($"{pair[0]} lacks a value.");
            options = pair[0] switch
            {
                "--redis" => options with { Redis = value },
                "--cluster" => options with { ClusterId = value },
                "--windows" => options with { Windows = Math.Max(1, int.Parse(value, CultureInfo.InvariantCulture)) },
                "--warmup" => options with { WarmUpSeconds = Math.Clamp(int.Parse(value, CultureInfo.InvariantCulture), 0, 60) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                var other => throw new ArgumentException($"{other} is not known."),
            };
        }
        return options;
    }
}
