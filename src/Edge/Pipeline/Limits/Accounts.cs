using System.Globalization;
using AiGateway.Core.Health;
using AiGateway.Core.Limits;
using AiGateway.Core.Limits.Edge;
using AiGateway.Core.Limits.Leasing;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Cluster.Leases;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Upstream;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Pipeline.Limits;

/// <summary>
/// Keeps calls within what providers allow their accounts, so that a key is left alone before its provider refuses it. When
/// the owner of an account's limits cannot be asked the call is made all the same: the provider is the judge of them.
/// </summary>
internal sealed class Accounts(LeaseAgent leases, Estimates estimates, TimeProvider time)
{
    /// <summary>Another key, or another target, is tried after this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes what an attempt needs from memory.</summary>
    /// <returns>True when it may be made, false when the account has no room, null when its owner would have to be asked.</returns>
    public bool? TryTake(Exchange call, Hop hop, ProviderKey key)
    {
        if (key.LimitedFor(hop.Target.Model, hop.Model) is not { } account)
            return true;
        var lease = leases.For(account);
        var result = lease.TryTake(Demand(call, account, lease), account);
        if (result.Outcome == AdmitOutcome.NeedsLease)
            // Whether or not this call waits for it: a key that is never leased would get no calls while another has room.
            _ = lease.Report();
        return result.Outcome switch
        {
            AdmitOutcome.NeedsLease => null,
            AdmitOutcome.Unavailable => true,
            _ => Take(call, lease, result),
        };
    }

    /// <summary>Takes it after asking the owner.</summary>
    /// <returns>True when the attempt may be made, false when the account has no room, null when the owner did not answer in time.</returns>
    public async ValueTask<bool?> Take(Exchange call, Hop hop, ProviderKey key)
    {
        var account = key.LimitedFor(hop.Target.Model, hop.Model)!;
        var lease = leases.For(account);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, patience.Token);
        try
        {
            return await lease.TakeAfterReport(Demand(call, account, lease), account, either.Token) is { } result ? Take(call, lease, result) : null;
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Passes on what the provider says of the account's limits. Only ever downward: it may have other users too.</summary>
    public void Listen(Exchange call, UpstreamAnswer answer, UpstreamFailure? failure)
    {
        if (call.Account.First is not { } lease)
            return;
        var (requests, tokens) = (Number(answer, "x-ratelimit-remaining-requests"), Number(answer, "x-ratelimit-remaining-tokens"));
        var refused = failure?.Class == FailureClass.KeyThrottled;
        if (!refused && requests is null && tokens is null)
            return;
        lease.Account.Heard(new ProviderPushback(refused, requests, tokens));
        if (refused)
            lease.Tend(time.MonotonicMs());
    }

    /// <summary>Ends what the attempt held.</summary>
    /// <param name="reached">Whether the provider may have counted it.</param>
    /// <param name="answered">Whether the call's tokens are this attempt's.</param>
    public void Settle(Exchange call, bool reached, bool answered)
    {
        if (!reached)
            call.Account.Release(time.MonotonicMs());
        else if (answered)
            call.Account.Settle(Estimates.Used(call, call.Tokens, null), Estimates.OutputOfOne(call, call.Tokens), time.MonotonicMs());
        else
            call.Account.Settle(default, null, time.MonotonicMs());
    }

    private static long? Number(UpstreamAnswer answer, string header) =>
        long.TryParse(answer.Header(header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An account's limit is the gateway's concern: it shortens nobody's answer.</summary>
    private CallDemand Demand(Exchange call, LimitedEntity account, EntityLease lease) => estimates.Demand(call, account, lease, out _);

    private static bool Take(Exchange call, EntityLease lease, AdmitResult result)
    {
        if (result.Outcome == AdmitOutcome.Admitted)
            call.Account.Add(lease, result.Reservation);
        else
            call.AccountsFreeInMs = Math.Min(call.AccountsFreeInMs ?? long.MaxValue, result.Refusal.RetryAfterMs);
        return result.Outcome == AdmitOutcome.Admitted;
    }
}
