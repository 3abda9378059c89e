using System.Collections.Concurrent;
using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Grains.Limits;

/// <summary>How the edges that report to this silo are reached.</summary>
internal sealed class EdgeDirectory
{
    private readonly ConcurrentDictionary<string, (long Incarnation, ILeaseObserver Ear)> _edges = new(StringComparer.Ordinal);

    public void Heard(EdgeName edge, ILeaseObserver ear) => _edges.AddOrUpdate(
        edge.Id, (edge.Incarnation, ear), (_, known) => edge.Incarnation >= known.Incarnation ? (edge.Incarnation, ear) : known);

    /// <summary>Tells an edge; one that is not known here, or does not hear, hears it with its next report.</summary>
    public void Recall(EdgeName edge, string entity)
    {
        if (_edges.TryGetValue(edge.Id, out var known) && known.Incarnation == edge.Incarnation)
            known.Ear.Recall(entity).Ignore();
    }
}
