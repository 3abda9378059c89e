using System.Runtime.CompilerServices;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Responses;
using AiGateway.Edge.Shadow;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Pipeline;

/// <summary>
/// The way of one call: authenticate → read → recall earlier turns → route → keep to an account → admit → (select a key → forward → classify)* → relay → settle.
/// Each step either fills in the exchange or says why it stops.
/// </summary>
internal sealed class CallPipeline(
    CatalogView catalog, Authenticate authenticate, Read read, Recall recall, Router router, AccountBinding binding, Admit admit, Attempts attempts, BackgroundCalls background, TokenCounts counts, Settle settle, Shadows shadows,
    GatewayMetrics metrics, GatewayTracing tracing, Explanation explanation, TimeProvider time)
{
    /// <param name="path">What its path says of it.</param>
    public async Task Run(HttpContext http, Operation operation, string callId, PathModel path)
    {
        if (catalog.Table is not { } table)
        {
            await Refuse(http, GatewayErrors.NotReady());
            return;
        }

        using var activity = tracing.StartCall(http, OperationNames.GenAi(operation));
        var call = new Exchange(http, operation, callId, table, time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp()) { Path = path };
        try
        {
            if ((authenticate.Run(call) ?? await read.Run(call) ?? await recall.Run(call) ?? router.Run(call) ?? await binding.Run(call)) is { } refusal)
            {
                // It leaves no record, but its trace must not blame a provider that was never asked.
                if (refusal.Status < StatusCodes.Status500InternalServerError)
                    call.Outcome = CallOutcome.ClientError;
                await Refuse(http, refusal);
            }
            else if (call.Turn is { InBackground: true })
            {
                Terms.Run(call);
                if (await background.Begin(call) is { } impossible)
                    await Tell(call, impossible);
            }
            else
            {
                await Answer(call);
            }
        }
        catch (OperationCanceledException) when (call.Aborted.IsCancellationRequested)
        {
            // The caller left before there was anything to settle.
            call.Outcome = CallOutcome.ClientGone;
        }
        finally
        {
            // By now its answer is whole, or never will be, and the copy delays nobody.
            if (call.Route?.Shadow is { } shadow && call.Operation.Required() is null)
                shadows.Offer(call, shadow);
            read.Release(call);
            GatewayTracing.EndCall(activity, call, explanation);
        }
    }

    /// <summary>From here on the call leaves a record, however it ends, and leaves it before its caller can know of the end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Answer(Exchange call)
    {
        try
        {
            Terms.Run(call);
            if (await admit.Run(call) is { } refusal)
                await End(call, CallOutcome.Limited, refusal);
            else if (TokenCounts.AreOurs(call))
                await counts.Run(call);
            else if (await attempts.Run(call) is { } failure)
                await End(call, call.Outcome, failure);
        }
        catch (OperationCanceledException) when (call.Aborted.IsCancellationRequested)
        {
            call.Outcome = CallOutcome.ClientGone;
        }
        catch (Exception e) when (e is not AnswerBrokenOffException && !call.Http.Response.HasStarted)
        {
            // What the caller is about to be told.
            call.Status = StatusCodes.Status500InternalServerError;
            throw;
        }
        finally
        {
            settle.Run(call);
        }
    }

    private async Task End(Exchange call, CallOutcome outcome, OpenAiError error)
    {
        (call.Outcome, call.Status) = (outcome, error.Status);
        settle.Run(call);
        await Tell(call, error);
    }

    private Task Tell(Exchange call, OpenAiError error)
    {
        ExplainHeaders.Write(call.Http.Response.Headers, call, explanation);
        return ErrorResponse.WriteAsync(call.Http, error);
    }

    private Task Refuse(HttpContext http, OpenAiError error)
    {
        metrics.Rejected(error.Status);
        return ErrorResponse.WriteAsync(http, error);
    }
}
