using System.Runtime.CompilerServices;
using AiGateway.Core.Catalog;
using AiGateway.Core.Health;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Telemetry;
using AiGateway.Edge.Upstream.Dialects;
using AiGateway.Edge.Upstream.OpenAi;
using Polly;
using Polly.Retry;

namespace AiGateway.Edge.Pipeline.Sending;

/// <summary>
/// Asks one key and target after another until one answers or the budget is spent. Nothing of a failed attempt reaches the
/// caller, and none is made once a piece of the answer has, but to go on with it where a target can. When all there is to ask is
/// over its rate limit and back in a moment, the call waits for that once.
/// </summary>
internal sealed class Attempts(
    KeySelector keys, Accounts accounts, RetryBudgets budgets, Forward forward, Relay relay, KeyReporter reporter, Heartbeats heartbeats, Explanation explanation,
    GatewayTracing tracing, GatewaySettings settings, TimeProvider time)
{
    /// <summary>A caller of an answer that is not streamed waits this long before white space is sent, ms: it commits the status.</summary>
    private const long HoldAnswerMs = 60_000;

    /// <summary>The longest a call waits for a key, ms; longer is for its caller to decide.</summary>
    private const long LongestWaitMs = 2_000 + MostAddedMs;

    /// <summary>Owners add up to a tenth to the time a provider has named.</summary>
    private const long MostAddedMs = 200;

    /// <summary>Calls that waited for the same key come back within so many milliseconds, by the nanosecond of their arrival.</summary>
    private const int SpreadMs = 100;

    private static readonly ResiliencePropertyKey<Search> SearchKey = new("search");

    private readonly ResiliencePipeline<AttemptResult> _retries = new ResiliencePipelineBuilder<AttemptResult>()
        .AddRetry(new RetryStrategyOptions<AttemptResult>
        {
            // How many there may be and when to stop is for the hops to know.
            MaxRetryAttempts = CatalogBounds.Attempts,
            Delay = TimeSpan.Zero,
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result.End == AttemptEnd.TryNext),
        })
        .Build();

    /// <returns>What to tell the caller; null when it has its answer, or can no longer be told anything.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<OpenAiError?> Run(Exchange call)
    {
        using var client = new ClientStream(call.Http, Form(call), HoldMs(call), settings.HeartbeatMs, time);
        client.NextSequence = call.Operation == Operation.Responses ? 0 : null;
        client.OnCommit = headers => ExplainHeaders.Write(headers, call, explanation);
        heartbeats.Add(client);
        try
        {
            var hops = new Hops(call, keys, accounts, budgets, settings);
            if (call.Scan.Stream && call.Route.CanContinue)
                call.Partial = new PartialAnswer();
            // The first attempt goes straight; only a call that needs more of them pays for the machinery.
            var result = await Once(call, client, hops);
            if (result.End == AttemptEnd.TryNext)
                result = await Retry(new Search(this, call, client, hops));
            if (result.End == AttemptEnd.Exhausted && await WaitForKey(call, client, result.Failure))
            {
                hops.Restart();
                result = await Retry(new Search(this, call, client, hops));
            }
            return await Finish(call, client, result);
        }
        catch (OperationCanceledException) when (call.Aborted.IsCancellationRequested)
        {
            call.Outcome = CallOutcome.ClientGone;
            return null;
        }
        finally
        {
            heartbeats.Remove(client);
            await client.Close();
            call.Partial?.Dispose();
        }
    }

    /// <summary>Some models that write down what they hear are asked for a stream and know none: a comment would commit them to it.</summary>
    private long HoldMs(Exchange call) => call.Scan.Stream && !call.Operation.IsAudio() ? settings.HeartbeatMs : HoldAnswerMs;

    private static AnswerForm Form(Exchange call) =>
        call.Scan.Stream ? call.Path.AsList ? AnswerForm.List : AnswerForm.Events
        : call.Operation == Operation.Speech || call.Scan.WantsText ? AnswerForm.Bytes
        : AnswerForm.Whole;

    /// <returns>False when nobody will be back soon enough for the call, or for its caller.</returns>
    private async ValueTask<bool> WaitForKey(Exchange call, ClientStream client, UpstreamFailure? failure)
    {
        if (failure is not (null or { Class: FailureClass.KeyThrottled }) || Sooner.Of(keys.UsableInMs(call.Route), call.AccountsFreeInMs) is not (<= LongestWaitMs and var ms))
            return false;
        if (!await Wait(call, client, ms))
            return false;
        // An owner may have added to it only meanwhile.
        if (keys.UsableInMs(call.Route) is > 0 and <= MostAddedMs and var more)
            await Wait(call, client, more);
        return true;
    }

    private async ValueTask<bool> Wait(Exchange call, ClientStream client, long ms)
    {
        var wait = TimeSpan.FromMilliseconds(ms + (call.StartedTicks % SpreadMs));
        if (!client.Committed && CallerPatience.OfAnswer(call.Http.Request.Headers) is { } patience
            && time.GetElapsedTime(call.StartedTicks) + wait >= TimeSpan.FromMilliseconds(patience))
            return false;
        await Task.Delay(wait, time, call.Aborted);
        return true;
    }

    private async Task<AttemptResult> Retry(Search search)
    {
        var context = ResilienceContextPool.Shared.Get(search.Call.Aborted);
        try
        {
            context.Properties.Set(SearchKey, search);
            return await _retries.ExecuteAsync(static (context, _) => context.Properties.GetValue(SearchKey, null!).Next(), context, 0);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> Once(Exchange call, ClientStream client, Hops hops)
    {
        if (await hops.Next() is not { } attempt)
        {
            RampTrial.NotTried(call, keys);
            return new AttemptResult(call.FirstTokenTicks is null ? AttemptEnd.Exhausted : AttemptEnd.Interrupted, call.LastFailure);
        }
        call.Begin(attempt, time.GetTimestamp());
        attempt.View?.Load.Begin();

        var (reached, answered) = (true, false);
        try
        {
            var result = await Once(call, client, attempt);
            (reached, answered) = (result.Reached, result.Failure is null || call.AttemptAnswers);
            return Judge(call, hops, result.Failure);
        }
        finally
        {
            attempt.View?.Load.End();
            accounts.Settle(call, reached, answered);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(bool Reached, UpstreamFailure? Failure)> Once(Exchange call, ClientStream client, Attempt attempt)
    {
        using var span = tracing.StartAttempt(call, attempt);
        call.FirstContent = attempt.Probe is null ? null : Answered(attempt);
        using var answer = await forward.Run(call, attempt);
        var reached = answer.Reached;
        call.ReachedProvider |= reached;
        call.ReachedTarget |= reached && ReferenceEquals(attempt.Hop, call.Route.Hops[0]);
        // Some providers repeat the credential they refuse, under any status.
        var failed = await forward.Failure(call, answer);
        accounts.Listen(call, answer, failed);
        var failure = (failed ?? await relay.Run(call, answer, client))?.Hiding(attempt.Key?.Secret);
        span.End(failure, call.Tokens);
        if (attempt.View is { } view && (failure is not null || !call.AttemptAnswers || attempt.Probe is null))
            reporter.Ended(view, call.AttemptAnswers ? null : attempt.Probe, attempt.Hop.Model, failure);
        KeyTiming.Ended(call, attempt, failure, time);
        RampTrial.Ended(call, attempt, failure, keys, time);
        return (reached, failure);
    }

    private AttemptResult Judge(Exchange call, Hops hops, UpstreamFailure? failure)
    {
        if (failure is null)
            return new AttemptResult(AttemptEnd.Answered, null);

        var attempt = call.LastAttempt!;
        call.Fail(failure, time.GetTimestamp());
        var rejectedByFallback = hops.AtFallback && failure.BlamesRequest;
        // What another model makes of the request is news only when the caller's own has not been asked.
        if (!rejectedByFallback || call.LastFailure is null)
            call.LastFailure = failure;
        hops.Failed(failure);
        if (failure.Class == FailureClass.ClientCancelled)
            return new AttemptResult(AttemptEnd.ClientGone, failure);
        var movesOn = failure.MovesOn || failure.NotServed || rejectedByFallback;
        // Who is asked in other words keeps nothing of the answer.
        if (call.FirstTokenTicks is null && call.Scan.IsMadeOnce && failure.MayHaveBeenDone && !TargetDialects.Translates(call.Operation, attempt.Provider))
            return new AttemptResult(AttemptEnd.Exhausted, failure);
        if (call.FirstTokenTicks is null)
            return new AttemptResult(movesOn ? AttemptEnd.TryNext : AttemptEnd.Refused, failure);
        return new AttemptResult(movesOn && call.Partial?.TryContinue(call.Body.Span, call.Scan) == true ? AttemptEnd.TryNext : AttemptEnd.Interrupted, failure);
    }

    /// <summary>A trial has succeeded with its first content: the whole answer may take longer than a trial may.</summary>
    private Action? Answered(Attempt attempt) =>
        attempt is { Probe: { } probe, View: { } view } ? () => reporter.Probed(view, probe, attempt.Hop.Model, null) : null;

    private async Task<OpenAiError?> Finish(Exchange call, ClientStream client, AttemptResult result)
    {
        call.Outcome = result.End switch
        {
            AttemptEnd.Answered => CallOutcome.Ok,
            AttemptEnd.ClientGone => CallOutcome.ClientGone,
            AttemptEnd.Interrupted => CallOutcome.Interrupted,
            AttemptEnd.Refused => CallOutcome.ClientError,
            _ => CallOutcome.UpstreamError,
        };
        if (result.End is AttemptEnd.Answered or AttemptEnd.ClientGone)
            return null;

        await client.Close();
        var error = CallerErrors.For(call, result.Failure, keys.Outlook(call.Route));
        if (!client.Committed)
            return error;
        // The status is gone: tell it in the stream's own form, and cut the connection so that no client takes the part for the whole.
        call.Told = error;
        await client.Fail(error);
        return null;
    }

    private sealed record Search(Attempts Owner, Exchange Call, ClientStream Client, Hops Hops)
    {
        public ValueTask<AttemptResult> Next() => Owner.Once(Call, Client, Hops);
    }
}
