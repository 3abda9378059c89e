using AiGateway.Core.Limits.Leasing;

namespace AiGateway.Core.Limits.Owner;

/// <summary>What an owner made of a report.</summary>
/// <param name="Reply">Goes back to the edge.</param>
/// <param name="AwaitsWrite">A call waits for permits that are there as soon as the next record is stored: store it and ask again.</param>
/// <param name="Recall">Edges to be told that little is left.</param>
public readonly record struct ServeResult(LeaseReply Reply, bool AwaitsWrite, IReadOnlyList<EdgeName> Recall);
