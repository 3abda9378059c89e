namespace AiGateway.Core.Limits;

/// <summary>What the owner knows of one edge.</summary>
public sealed class EdgeLease
{
    public string EdgeId { get; set; } = "";

    public long Incarnation { get; set; }

    /// <summary>The latest report taken in.</summary>
    public long Sequence { get; set; }

    /// <summary>When that was, ledger milliseconds.</summary>
    public long SeenAtMs { get; set; }

    /// <summary>Slots counted against the limit for it. Never less than the edge believes it holds.</summary>
    public long Slots { get; set; }
}
