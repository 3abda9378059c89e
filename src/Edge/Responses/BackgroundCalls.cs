using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Telemetry;

namespace AiGateway.Edge.Responses;

/// <summary>
/// Makes responses in the background: the call is admitted, tried, counted and settled as any other, and keeps its place under its
/// limits until it ends; only its caller does not wait for it, and asks for what is kept of it instead.
/// </summary>
internal sealed partial class BackgroundCalls(
    Admit admit, Attempts attempts, Settle settle, Read read, KeptResponses kept, BackgroundRuns runs, GatewayMetrics metrics, GatewayTracing tracing, Explanation explanation, TimeProvider time,
    ILogger<BackgroundCalls> logger)
{
    /// <summary>How often its end is tried to be stored, once a second; by then its owner has given it up.</summary>
    private const int MostTries = 50;

    /// <returns>What to tell the caller; null when it has its answer, and the response is being made.</returns>
    public async Task<OpenAiError?> Begin(Exchange call)
    {
        if (runs.IsStopping)
            return UpstreamErrors.Overloaded();
        try
        {
            Translation.Understand(call);
        }
        catch (DialectException e)
        {
            return GatewayErrors.BadRequest(StatusCodes.Status400BadRequest, e.Message) with { Param = e.Field, Code = e.Code };
        }
        var run = BackgroundRun.TakeOver(call);
        var begun = false;
        try
        {
            var refusal = await Refusal(run);
            call.Standing = run.Call.Standing;
            begun = refusal is null;
            if (!begun)
                return refusal;
        }
        finally
        {
            if (!begun)
            {
                settle.Run(run.Call);
                End(run);
            }
        }
        runs.Add(run);
        // It serves no connection any more, and must not pass for a part of the one it came by.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => Make(run), CancellationToken.None);
        call.Outcome = CallOutcome.Ok;
        await Answer(call, run.Begun!);
        return null;
    }

    private async Task<OpenAiError?> Refusal(BackgroundRun run)
    {
        var call = run.Call;
        Terms.Run(call);
        if (await admit.Run(call) is { } limited)
        {
            (call.Outcome, call.Status) = (CallOutcome.Limited, limited.Status);
            return limited;
        }
        try
        {
            run.Begun = (await ResponseKeeper.New(call, BegunResponse.Write(Translation.Traits(call)), time)) with { IsRunning = true };
            if (run.Begun.TooLargeBytes is { } bytes)
            {
                (call.Outcome, call.Status) = (CallOutcome.ClientError, StatusCodes.Status400BadRequest);
                return ResponseErrors.TooLargeToBegin(bytes);
            }
            if (await kept.Put(run.Id, run.Begun))
                return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotStored(logger, run.Id, e.Message);
        }
        var unavailable = ObjectErrors.Unavailable();
        call.Status = unavailable.Status;
        return unavailable;
    }

    private static async Task Answer(Exchange call, KeptResponse begun)
    {
        var response = call.Http.Response;
        response.ContentType = "application/json";
        response.ContentLength = begun.Response.Length;
        LimitHeaders.Write(response.Headers, call);
        await response.Body.WriteAsync(begun.Response, call.Aborted);
    }

    private async Task Make(BackgroundRun run)
    {
        var call = run.Call;
        using var activity = tracing.StartCall(call.Http, OperationNames.GenAi(call.Operation));
        try
        {
            var error = await Ask(call);
            if (call.Outcome != CallOutcome.Ok)
                call.Status = error?.Status ?? StatusCodes.Status500InternalServerError;
            settle.Run(call);
            GatewayTracing.EndCall(activity, call, explanation);
            await Store(run.Id, EndOf(run, error));
        }
        finally
        {
            runs.Remove(run);
            End(run);
        }
    }

    /// <returns>Why there is no answer, as its caller would be told; null when there is one, or nobody knows.</returns>
    private async Task<OpenAiError?> Ask(Exchange call)
    {
        try
        {
            return await attempts.Run(call);
        }
        catch (AnswerBrokenOffException)
        {
            return call.Told;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogBroken(logger, call.CallId, e);
            return null;
        }
    }

    private static KeptResponse EndOf(BackgroundRun run, OpenAiError? error) => run switch
    {
        { Call: { Outcome: CallOutcome.Ok, Turn.Made: { } made } } => made,
        { IsAbandoned: true } => run.Begun!.Abandoned(),
        { Call.Outcome: CallOutcome.ClientGone } => run.Begun!.Cancelled(),
        _ => run.Begun!.Ended("failed", error?.Code ?? "server_error", error?.Message ?? "The gateway failed to make this response."),
    };

    private async Task Store(string id, KeptResponse end)
    {
        for (var i = 0; i < MostTries; i++)
        {
            try
            {
                // Refused when it was cancelled, or given up, before: that stands.
                await kept.Put(id, end);
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                LogNotStored(logger, id, e.Message);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), time);
        }
        metrics.ResponseLost();
    }

    private void End(BackgroundRun run)
    {
        read.Release(run.Call);
        run.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The response {Id} was not stored: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string id, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Call {CallId}, made in the background, met an error of the gateway's own")]
    private static partial void LogBroken(ILogger logger, string callId, Exception exception);
}
