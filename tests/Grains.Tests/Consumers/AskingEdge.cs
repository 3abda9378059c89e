using AiGateway.Core.Limits;
using AiGateway.Grains.Consumers;

namespace AiGateway.Grains.Tests.Consumers;

/// <summary>An edge that asks for permits one report after another.</summary>
internal sealed class AskingEdge(string id, IConsumerGrain owner, Core.Catalog.LimitSpec limits)
{
    private long _sequence;

    /// <summary>Permits for requests it was granted so far.</summary>
    public long Granted { get; private set; }

    /// <summary>Asks for <paramref name="requests"/>, all of which a call is waiting for.</summary>
    public async Task<LeaseReply> Ask(long requests)
    {
        var reply = await owner.Lease(
            new LeaseReport
            {
                EdgeId = id,
                Incarnation = 1,
                Sequence = ++_sequence,
                Wants = new(requests, 0, 0, 0),
                Need = new(requests, 0, 0, 0),
            },
            limits,
            1);
        Granted += reply.Lots.Where(lot => lot.Dimension == LimitDimension.RequestsPerMinute).Sum(lot => lot.Count);
        return reply;
    }
}
