using AiGateway.Core.Limits;

namespace AiGateway.Simulation;

/// <summary>What must hold in every owner at every moment, seen from inside.</summary>
internal sealed class Invariants(Cluster cluster)
{
    private readonly HashSet<string> _broken = [];

    public IReadOnlyCollection<string> Broken => _broken;

    public void Check(SimulatedOwner owner)
    {
        foreach (var ledger in owner.Rules!.Ledgers.All)
        {
            if (ledger.Out < 0 || ledger.Reserve < 0)
                _broken.Add($"{ledger.Dimension}: {ledger.Out} out, {ledger.Reserve} in reserve");
            // Slots are counted twice while it is not known which of them an edge has accounted for.
            if (ledger is { Hard: true, Free: < 0 } && ledger.Dimension != LimitDimension.Concurrent && !cluster.History.WasLowered)
                _broken.Add($"{ledger.Dimension}: more than the bound is used, out or ready");
        }
    }
}
