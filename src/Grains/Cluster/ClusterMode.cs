namespace AiGateway.Grains.Cluster;

/// <summary>Where the control plane runs.</summary>
public enum ClusterMode
{
    /// <summary>Inside the edge process, with an embedded store on disk.</summary>
    Single,

    /// <summary>In any number of processes that find each other through Redis.</summary>
    Redis,
}
