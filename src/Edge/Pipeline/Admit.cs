using System.Runtime.CompilerServices;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Upstream.Tokens;

namespace AiGateway.Edge.Pipeline;

/// <summary>
/// Takes what a call needs of its consumer's limits, of the model's for that consumer, and of the model's, all of it or
/// nothing: what is in memory first, then what has to be asked for. The refusal says which limit stands in the way.
/// </summary>
internal sealed class Admit(LeaseAgent leases, TimeProvider time)
{
    private const int MostEntities = 3;

    public ValueTask<OpenAiError?> Run(Exchange call)
    {
        var consumer = call.Consumer;
        var limited = default(Entities);
        (limited[0], limited[1], limited[2]) = (consumer.Limited, consumer.LimitedFor(call.Route.ModelId), call.Route.Limited);
        var toAsk = 0;
        for (var i = 0; i < MostEntities; i++)
        {
            if (limited[i] is not { } entity)
                continue;
            var lease = leases.For(entity);
            var result = lease.TryTake(Demand(call, entity), entity);
            if (result.Outcome == AdmitOutcome.Admitted)
                call.Admission.Add(lease, result.Reservation);
            else if (result.Outcome == AdmitOutcome.Refused)
                return new(Refuse(call, entity, result.Refusal));
            else
                toAsk |= 1 << i;
        }
        if (toAsk != 0)
            return Ask(call, limited, toAsk);
        Stand(call);
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<OpenAiError?> Ask(Exchange call, Entities limited, int toAsk)
    {
        for (var i = 0; i < MostEntities; i++)
        {
            if ((toAsk & (1 << i)) == 0)
                continue;
            var entity = limited[i]!;
            var lease = leases.For(entity);
            if (await lease.TakeAfterReport(Demand(call, entity), entity, call.Aborted) is not { } result)
                return Unavailable(call);
            if (result.Outcome != AdmitOutcome.Admitted)
                return Refuse(call, entity, result.Refusal);
            call.Admission.Add(lease, result.Reservation);
        }
        Stand(call);
        return null;
    }

    /// <summary>No more than the smallest token limit, so that a small limit stays usable.</summary>
    private static CallDemand Demand(Exchange call, LimitedEntity entity)
    {
        ref var scan = ref call.Scan;
        var tokens = TokenReservation.Estimate(
            PromptTokens.Estimate(scan), Math.Max(scan.N, scan.BestOf), entity.Limits,
            call.Operation == OpenAiOperation.Embeddings ? 0 : scan.OutputCap ?? -1);
        return new CallDemand(tokens, 0);
    }

    private OpenAiError Unavailable(Exchange call)
    {
        call.Admission.Release(time.MonotonicMs());
        return GatewayErrors.QuotaUnavailable();
    }

    private OpenAiError Refuse(Exchange call, LimitedEntity entity, LimitRefusal refusal)
    {
        call.Admission.Release(time.MonotonicMs());
        Stand(call);
        return LimitErrors.Refused(entity.Name, refusal);
    }

    /// <summary>What the caller is told of its own limits: of several the one with the least left, which is the one that will stop it.</summary>
    private void Stand(Exchange call)
    {
        var standing = default(CallerStanding);
        if (call.Consumer.Limited is { } own)
            standing = standing.WithLess(Standing(own));
        if (call.Consumer.LimitedFor(call.Route.ModelId) is { } ofModel)
            standing = standing.WithLess(Standing(ofModel));
        call.Standing = standing;
    }

    private CallerStanding Standing(LimitedEntity entity) => leases.For(entity).Account.Standing(entity.Limits, time.MonotonicMs());

    [InlineArray(MostEntities)]
    private struct Entities
    {
        private LimitedEntity? _first;
    }
}
