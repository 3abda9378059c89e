namespace AiGateway.EndToEnd.Tests.HealthProof;

/// <summary>What happens to whoever tries a key.</summary>
internal enum Disturbance
{
    None,

    /// <summary>The caller whose call the trial rides on hangs up.</summary>
    CallerLeaves,

    /// <summary>The edge is stopped for longer than the trial may last, and goes on.</summary>
    EdgeHangs,

    /// <summary><c>kill -9</c> of the edge.</summary>
    EdgeDies,
}
