using System.Globalization;

namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>How much is run: a short form with all other tests, or as much as the environment says.</summary>
internal sealed record HealthPlan
{
    /// <summary>Keys whose circuits open side by side.</summary>
    public const int KeysAtOnce = 8;

    private const string Prefix = "HEALTH_PROOF_";

    private HealthPlan(bool isLong) => IsLong = isLong;

    /// <summary>The long form judges what the short one, on a machine that does other things as well, only prints.</summary>
    public bool IsLong { get; }

    /// <summary>Times that a busy key dies.</summary>
    public int Blocks => Number("EVENTS") ?? (IsLong ? 1_000 : 20);

    /// <summary>Times that a circuit opens and closes again.</summary>
    public int Episodes => Number("EPISODES") ?? (IsLong ? 1_000 : 15);

    /// <summary>Calls of each split.</summary>
    public int Calls => Number("CALLS") ?? (IsLong ? 20_000 : 2_000);

    /// <summary>Percent that go to the canary.</summary>
    public int[] Shares => IsLong ? [1, 5, 25] : [5];

    /// <summary>How long a provider is down.</summary>
    public TimeSpan Outage => TimeSpan.FromSeconds(Number("SECONDS") ?? (IsLong ? 10 : 5));

    /// <summary>How long an edge is cut off: longer than it takes to notice.</summary>
    public TimeSpan Partition => TimeSpan.FromSeconds(IsLong ? 10 : 6);

    /// <summary>Silos and edges of a cluster that is only used for one test.</summary>
    public (int Silos, int Edges) OwnCluster => IsLong ? (3, 5) : (1, 3);

    public static HealthPlan FromEnvironment() => new(Environment.GetEnvironmentVariable($"{Prefix}LONG") is "1");

    /// <summary>A bound as the long form has it; the short one leaves room for a machine that others use as well.</summary>
    public double Allowed(double ms) => IsLong ? ms : (2 * ms) + 500;

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable($"{Prefix}{name}") is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
