using AiGateway.Core.Health;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Realtime;

/// <summary>Opens a session at a provider, with one key after another until one is let in.</summary>
internal sealed class RealtimeConnect(
    KeySelector keys, Accounts accounts, RetryBudgets budgets, RealtimeUpstream upstream, KeyReporter reporter, GatewayTracing tracing, GatewaySettings settings, TimeProvider time)
{
    /// <param name="call">For whom.</param>
    /// <param name="ticket">What it came with in place of a key; null for a key.</param>
    /// <returns>The session, or why there is none; neither when nobody could be asked.</returns>
    public async Task<(OpenSession? Opened, UpstreamFailure? Failure)> Run(Exchange call, ClientSecret? ticket)
    {
        var hops = new Hops(call, keys, accounts, budgets, settings);
        while (await hops.Next() is { } attempt)
        {
            call.Begin(attempt, time.GetTimestamp());
            var (opened, failure) = await Once(call, attempt, ticket);
            if (opened is not null)
            {
                call.ReachedProvider = true;
                call.ReachedTarget |= ReferenceEquals(attempt.Hop, call.Route.Hops[0]);
                return (opened, null);
            }
            accounts.Settle(call, reached: false, answered: false);
            call.LastFailure = failure;
            call.Fail(failure!, time.GetTimestamp());
            if (!failure!.MovesOn || Refuses(ticket, failure))
                break;
            hops.Failed(failure);
        }
        return (null, call.LastFailure);
    }

    private async Task<(OpenSession? Opened, UpstreamFailure? Failure)> Once(Exchange call, Attempt attempt, ClientSecret? ticket)
    {
        using var span = tracing.StartAttempt(call, attempt);
        var (opened, failed) = await upstream.Open(call, attempt, ticket?.Upstream);
        var failure = failed?.Hiding(ticket?.Upstream)?.Hiding(attempt.Key?.Secret);
        span.End(failure);
        if (attempt.View is { } view && !Refuses(ticket, failure))
            reporter.Ended(view, attempt.Probe, attempt.Hop.Model, failure);
        return (opened, failure);
    }

    /// <summary>A secret that has run out says nothing of the key that made it: whoever has one could have that key taken out of use.</summary>
    private static bool Refuses(ClientSecret? ticket, UpstreamFailure? failure) => ticket is not null && failure is { Class: FailureClass.KeyDead };
}
