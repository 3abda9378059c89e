using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Objects;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Upstream;

namespace AiGateway.Edge.Realtime;

/// <summary>Has a provider make a client secret, at one key after another until one does.</summary>
internal sealed class SecretIssue(
    KeySelector keys, Accounts accounts, RetryBudgets budgets, Forward forward, ObjectUpstream upstream, KeyReporter reporter, GatewaySettings settings, TimeProvider time)
{
    public async Task<(IssuedSecret? Made, OpenAiError? Failure)> Run(Exchange call, JsonObject request)
    {
        var hops = new Hops(call, keys, accounts, budgets, settings);
        while (await hops.Next() is { Key: not null } attempt)
        {
            call.Begin(attempt, time.GetTimestamp());
            var (made, failure) = await Ask(call, attempt, request);
            accounts.Settle(call, reached: made is not null, answered: false);
            // A secret is no answer of the model's: nothing is to be learned of that from one that was made.
            if (attempt.View is { } view && (failure is not null || attempt.Probe is not null))
                reporter.Ended(view, attempt.Probe, attempt.Hop.Model, failure);
            if (made is not null)
            {
                call.Outcome = CallOutcome.Ok;
                return (made, null);
            }
            call.LastFailure = failure;
            call.Fail(failure!, time.GetTimestamp());
            if (!failure!.MovesOn)
                break;
            hops.Failed(failure);
        }
        return (null, CallerErrors.For(call, call.LastFailure, keys.Outlook(call.Route)));
    }

    private async Task<(IssuedSecret? Made, UpstreamFailure? Failure)> Ask(Exchange call, Attempt attempt, JsonObject request)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(settings.ConnectMs * 3L), time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, patience.Token);
        request["session"]!["model"] = attempt.Hop.Model;
        using var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await upstream.Send(call, attempt.Provider, attempt.Key!, HttpMethod.Post, "realtime/client_secrets", body, deadline.Token);
        call.ReachedProvider |= answer.Reached;
        if (await forward.Failure(call, answer) is { } failure)
            return (null, failure.Hiding(attempt.Key!.Secret));
        using var read = await Forward.ReadHead(call, answer);
        return IssuedSecret.Read(read.Span) is { } made ? (made, null) : (null, FailureClassifier.Transport(TransportFault.MalformedAnswer));
    }
}
