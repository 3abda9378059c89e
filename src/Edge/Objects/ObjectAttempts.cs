using System.Net.Http.Headers;
using AiGateway.Core.Health;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Selection;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Telemetry;
using AiGateway.Edge.Upstream;

namespace AiGateway.Edge.Objects;

/// <summary>
/// Asks one key of the account after another. What makes or changes something is asked for again only if the provider surely has
/// not done it, and a file is sent once.
/// </summary>
internal sealed class ObjectAttempts(
    ObjectUpstream upstream, ObjectKeys keys, ObjectAnswers answers, Forward forward, GatewayTracing tracing, GatewaySettings settings, TimeProvider time)
{
    /// <returns>What to tell the caller; null when it has its answer, or has left.</returns>
    public async ValueTask<OpenAiError?> Run(Exchange call, ObjectRequest request)
    {
        var (hop, tried) = (call.Route.Hops[0], default(Tried));
        UpstreamFailure? failure = null;
        for (var i = 0; i < settings.AttemptsPerTarget && keys.Next(call, hop, ref tried) is { } attempt; i++)
        {
            call.Begin(attempt, time.GetTimestamp());
            attempt.View!.Load.Begin();
            ObjectResult result;
            try
            {
                result = await Once(call, request, attempt);
            }
            finally
            {
                attempt.View.Load.End();
            }
            if (result.Error is not null || result.Failure is null)
                return result.Error;
            failure = call.LastFailure = result.Failure;
            call.Fail(failure, time.GetTimestamp());
            if (!result.MayRepeat)
                break;
        }
        call.Outcome = failure switch
        {
            { Class: FailureClass.ClientCancelled } => CallOutcome.ClientGone,
            { BlamesRequest: true } => CallOutcome.ClientError,
            _ => CallOutcome.UpstreamError,
        };
        return call.Outcome == CallOutcome.ClientGone ? null : CallerErrors.For(call, failure, keys.Outlook(call));
    }

    private async ValueTask<ObjectResult> Once(Exchange call, ObjectRequest request, Attempt attempt)
    {
        using var span = tracing.StartAttempt(call, attempt);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
        silence.CancelAfter(settings.FirstByteMs);
        using var body = BodyOf(call, request, silence);
        var upload = body as PassingBody;
        try
        {
            var result = await Once(call, request, attempt, body, silence);
            span.End(result.Failure);
            return result with { MayRepeat = result.MayRepeat && upload is not { HasBegun: true } };
        }
        finally
        {
            if (upload is not null)
                await upload.Stop();
        }
    }

    private async ValueTask<ObjectResult> Once(Exchange call, ObjectRequest request, Attempt attempt, HttpContent? body, CancellationTokenSource silence)
    {
        var asked = call.Http.Request.Query;
        var query = ObjectKinds.Of(request.Kind).IsPassedOn ? PassedQuery.Of(asked) : request.Kind == PinKind.Response ? ResponseQuery.Passed(asked) : "";
        using var answer = await upstream.Send(call, attempt.Provider, attempt.Key!, new HttpMethod(call.Http.Request.Method), request.Path + query, body, silence.Token);
        silence.CancelAfter(Timeout.Infinite);
        call.ReachedProvider |= answer.Fault is not TransportFault.ConnectFailed;
        if (answer.Fault is not null && body is PassingBody { CallerFault: { } fault } && !call.Aborted.IsCancellationRequested)
            return CallersOwn(call, fault);

        var result = await forward.Failure(call, answer) is { } refused
            ? new ObjectResult(ObjectKeys.AboutObject(refused, answer.Status), null)
            : await answers.Relay(call, request, answer);
        var failure = result.Failure?.Hiding(attempt.Key!.Secret);
        keys.Report(attempt, failure);
        var again = failure is { MovesOn: true } && !call.Http.Response.HasStarted
            && (request.IsRepeatable || !failure.MayHaveBeenDone);
        return result with { Failure = failure, MayRepeat = again };
    }

    private HttpContent? BodyOf(Exchange call, ObjectRequest request, CancellationTokenSource silence)
    {
        if (request.IsUpload)
            return new Upload(call.Http.Request, settings, silence);
        if (request.Form is { } form)
            return new FormUpload(form, settings, silence);
        if (!request.PassesBody || call.Body is not { Length: > 0 })
            return null;
        // Copied: a provider may answer while its connection still reads, and the memory is then another caller's.
        var content = new ByteArrayContent(call.Body.Span.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private ObjectResult CallersOwn(Exchange call, Exception fault)
    {
        call.Outcome = CallOutcome.ClientError;
        return new ObjectResult(null, FormErrors.Of(fault, settings.MaxFileBytes));
    }
}
