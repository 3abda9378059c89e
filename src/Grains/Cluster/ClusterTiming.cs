namespace AiGateway.Grains.Cluster;

/// <summary>
/// How fast a lost silo is noticed. Orleans's defaults take 7 s for a killed silo and 66 s for a hung one;
/// these were chosen so that a killed one is noticed within about 3 s and a hung one within 6 s (docs/operations.md).
/// </summary>
public static class ClusterTiming
{
    /// <summary>
    /// Limit of a control-plane call, the same on both sides. An external client's calls to a killed silo hang for this long.
    /// </summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan ProbeTimeout = TimeSpan.FromMilliseconds(500);

    public static readonly TimeSpan MinProbeTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>Votes against a hung silo wait for this times <see cref="MissedProbes"/> while its connections look alive: 3 s of silence on all of them.</summary>
    public static readonly TimeSpan MaxProbeTimeout = TimeSpan.FromSeconds(1);

    public const int MissedProbes = 3;

    public static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(10);

    /// <summary>How often an edge asks for the list of silos it can connect to: so long it goes on sending to a hung one after the others have given it up.</summary>
    public static readonly TimeSpan GatewayListRefresh = TimeSpan.FromSeconds(1);
}
