namespace AiGateway.Core.Health;

/// <summary>What a key is tried with.</summary>
public enum ProbeKind
{
    /// <summary>A caller's call that can still move to another key, so that the caller does not pay for the trial.</summary>
    RealCall,

    /// <summary>A cheap call of the gateway's own.</summary>
    Synthetic,
}
