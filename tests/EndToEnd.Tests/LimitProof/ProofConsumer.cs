namespace AiGateway.EndToEnd.Tests.LimitProof;

/// <summary>One consumer of the proof: what it may do and what it tries to do.</summary>
/// <param name="Limit">Its requests per minute.</param>
/// <param name="Load">What it offers, as a multiple of its limit.</param>
internal sealed record ProofConsumer(int Limit, double Load)
{
    private static readonly int[] Limits = [1, 5, 60, 600, 6_000];
    private static readonly double[] Loads = [0.5, 1, 2, 10];

    /// <summary>Each limit at each load.</summary>
    public static IReadOnlyList<ProofConsumer> All { get; } = [.. Limits.SelectMany(limit => Loads.Select(load => new ProofConsumer(limit, load)))];

    /// <summary>The one that offers more than all others together.</summary>
    public static ProofConsumer Heaviest => All[^1];

    public static IEnumerable<ProofConsumer> AllButHeaviest => All.SkipLast(1);

    /// <summary>Also the id of its model and of its provider.</summary>
    public string Id => FormattableString.Invariant($"n{Limit}-load{Load}").Replace('.', '-');

    /// <summary>What it calls the gateway with.</summary>
    public string Key => $"{Id} caller";

    /// <summary>What reaches the provider for it and for nobody else.</summary>
    public string UpstreamKey => $"sk-{Id}";

    /// <summary>Calls a minute it offers.</summary>
    public double PerMinute => Limit * Load;

    /// <summary>Between two of its calls on average.</summary>
    public TimeSpan Gap => TimeSpan.FromMinutes(1 / PerMinute);
}
