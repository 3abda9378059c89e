using System.Globalization;

namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>How much is run: a short form with all other tests, or as long as the environment says.</summary>
internal sealed record ProofPlan
{
    /// <summary>Minutes of load, at least; without it the short form is run.</summary>
    public const string MinutesName = "LIMIT_PROOF_MINUTES";

    public const string SeedName = "LIMIT_PROOF_SEED";

    /// <summary>How long Redis is away.</summary>
    public static readonly TimeSpan WithoutRedis = TimeSpan.FromSeconds(20);

    private ProofPlan(int? minutes, int seed) => (Minutes, Seed) = (minutes, seed);

    public int Seed { get; }

    /// <summary>Null in the short form.</summary>
    public int? Minutes { get; }

    /// <summary>Load without faults, whole minutes: utilisation is measured in it. None in the short form.</summary>
    public TimeSpan Calm => Minutes is { } minutes ? TimeSpan.FromMinutes(Math.Clamp(minutes / 4, 2, 5)) : TimeSpan.Zero;

    /// <summary>Load of the heaviest consumer as well, whole minutes.</summary>
    public TimeSpan Heavy => Minutes is null ? TimeSpan.Zero : TimeSpan.FromMinutes(2);

    /// <summary>Streams opened and killed, at least.</summary>
    public int KilledStreams => Minutes is null ? 160 : 10_000;

    /// <summary>Waves in which they come; each fourth is a small one of clients that roam.</summary>
    public int Waves => Minutes is null ? 4 : 10;

    public static ProofPlan FromEnvironment() => new(Number(MinutesName), Number(SeedName) ?? 1);

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
