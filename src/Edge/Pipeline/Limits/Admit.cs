using System.Runtime.CompilerServices;
using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Pipeline.Limits;

/// <summary>
/// Takes what a call needs of its target's limits, of its consumer's, of the model's for that consumer, and of the model's, all
/// of it or nothing: what is in memory first, then what has to be asked for. The refusal says which limit stands in the way.
/// </summary>
internal sealed class Admit(LeaseAgent leases, Estimates estimates, TargetCaps caps, TimeProvider time)
{
    private const int MostEntities = 3;

    /// <summary>A list of objects has no target: it is asked for at several.</summary>
    public ValueTask<OpenAiError?> Run(Exchange call) => call.Route.Hops is [{ Target.Limited: not null }, ..] ? TakeWithTarget(call) : Take(call);

    /// <summary>The target comes first: what is reserved for money depends on where the call goes.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<OpenAiError?> TakeWithTarget(Exchange call) =>
        await caps.Take(call) is { } full ? Release(call, full) : await Take(call);

    private ValueTask<OpenAiError?> Take(Exchange call)
    {
        var consumer = call.Consumer;
        var limited = default(Entities);
        (limited[0], limited[1], limited[2]) = (consumer.Limited, consumer.LimitedFor(call.Route.ModelId), call.Route.Limited);
        var (toAsk, waits) = (0, 0);
        for (var i = 0; i < MostEntities; i++)
        {
            if (limited[i] is not { } entity)
                continue;
            if (estimates.Unpriced(call, entity) is { } unpriced)
                return new(Release(call, LimitErrors.Unpriced(entity.Name, unpriced.Target.Provider.Id, unpriced.Model)));
            var lease = leases.For(entity);
            var demand = estimates.Demand(call, entity, lease, out var cap);
            call.CapOutput(cap);
            if (ReferenceEquals(entity, call.Route.Limited) && lease.Contention.Offer(consumer.Id, consumer.Weight, demand.Tokens, time.MonotonicMs()) is { } scarce)
                return new(Release(call, LimitErrors.ShareUsedUp(scarce, entity)));
            var result = lease.TryTake(demand, entity);
            if (result.Outcome == AdmitOutcome.Admitted)
                call.Admission.Add(lease, result.Reservation);
            else
                toAsk |= 1 << i;
            if (result.Outcome == AdmitOutcome.NeedsLease)
                waits |= 1 << i;
        }
        if (toAsk != 0)
            return Ask(call, limited, toAsk, waits);
        Stand(call);
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<OpenAiError?> Ask(Exchange call, Entities limited, int toAsk, int waits)
    {
        for (var i = 0; i < MostEntities; i++)
        {
            if ((toAsk & (1 << i)) != 0 && await Ask(call, limited[i]!, (waits & (1 << i)) != 0) is { } error)
                return error;
        }
        Stand(call);
        return null;
    }

    /// <param name="waits">It has been found lacking already, and counts among those who wait.</param>
    private async ValueTask<OpenAiError?> Ask(Exchange call, LimitedEntity entity, bool waits)
    {
        var lease = leases.For(entity);
        var demand = estimates.Demand(call, entity, lease, out _);
        var result = waits ? await lease.TakeAfterReport(demand, entity, call.Aborted) : await Take(lease, demand, entity, call.Aborted);
        if (result is { Outcome: AdmitOutcome.Refused, Refusal: var refusal } && entity.Limits.Reservation == ReservationMode.Strict && call.Operation.TakesCap()
            && estimates.Of(call, entity) is var estimate && estimate.AffordableCap(lease.WithReady(refusal)) is { } affordable)
        {
            // Less than it may use is left, and still enough for an answer: a shorter one.
            demand = estimates.Demand(estimate.Capped(affordable), entity, lease, out var cap);
            call.CapOutput(cap);
            result = await Take(lease, demand, entity, call.Aborted);
        }
        if (result is not { } known)
            return Release(call, GatewayErrors.QuotaUnavailable());
        if (known.Outcome != AdmitOutcome.Admitted)
            return Release(call, LimitErrors.Refused(entity.Name, lease.WithReady(known.Refusal)));
        call.Admission.Add(lease, known.Reservation);
        return null;
    }

    private static async ValueTask<AdmitResult?> Take(EntityLease lease, CallDemand demand, LimitedEntity entity, CancellationToken cancellationToken)
    {
        var result = lease.TryTake(demand, entity);
        return result.Outcome is AdmitOutcome.Admitted or AdmitOutcome.Refused
            ? result
            : await lease.TakeAfterReport(demand, entity, cancellationToken);
    }

    /// <summary>A refused call has taken nothing anywhere.</summary>
    private OpenAiError Release(Exchange call, OpenAiError error)
    {
        call.Admission.Release(time.MonotonicMs());
        call.TargetCap.Release(time.MonotonicMs());
        Stand(call);
        return error;
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
