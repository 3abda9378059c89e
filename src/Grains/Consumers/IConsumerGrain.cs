using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;

namespace AiGateway.Grains.Consumers;

/// <summary>Keeps one consumer's limits for the whole cluster by leasing permits to the edges.</summary>
[Alias("aigw.IConsumerGrain")]
public interface IConsumerGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes an edge's report in and grants what the limits leave. Nothing is granted that is not in the store first.
    /// </summary>
    /// <param name="catalogVersion">The version <paramref name="limits"/> came from; the newest ever seen counts.</param>
    [Alias("lease")]
    ValueTask<LeaseReply> Lease(LeaseReport report, LimitSpec limits, long catalogVersion);
}
