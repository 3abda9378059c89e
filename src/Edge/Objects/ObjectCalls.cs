using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Forms;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Responses;
using AiGateway.Edge.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Edge.Objects;

/// <summary>
/// The way of one call about something that is kept: authenticate → find the account → admit → (select a key → forward → classify)* →
/// note what is new → settle. No model is asked, so no tokens and no money are counted.
/// </summary>
internal sealed class ObjectCalls(
    CatalogView catalog, Authenticate authenticate, Read read, ObjectRoutes routes, Admit admit, ObjectAttempts attempts, ObjectList list, KeptAnswers kept, Settle settle,
    GatewayMetrics metrics, GatewayTracing tracing, Explanation explanation, GatewaySettings settings, TimeProvider time)
{
    public async Task Run(HttpContext http, ObjectRequest request, string callId)
    {
        if (catalog.Table is not { } table)
        {
            await Refuse(http, GatewayErrors.NotReady());
            return;
        }

        using var activity = tracing.StartCall(http, OperationNames.GenAi(request.Operation));
        var call = new Exchange(http, request.Operation, callId, table, time.GetUtcNow().ToUnixTimeMilliseconds(), time.GetTimestamp());
        try
        {
            if ((authenticate.Run(call) ?? await Receive(call, request) ?? await routes.Run(call, request)) is { } refusal)
            {
                if (refusal.Status < StatusCodes.Status500InternalServerError)
                    call.Outcome = CallOutcome.ClientError;
                // The rest of a file is not read only to be thrown away.
                await Refuse(http, refusal with { CloseConnection = refusal.CloseConnection || request.BringsFile });
            }
            else
            {
                await Answer(call, request);
            }
        }
        catch (OperationCanceledException) when (call.Aborted.IsCancellationRequested)
        {
            call.Outcome = CallOutcome.ClientGone;
        }
        finally
        {
            read.Release(call);
            GatewayTracing.EndCall(activity, call, explanation);
        }
    }

    private ValueTask<OpenAiError?> Receive(Exchange call, ObjectRequest request)
    {
        if (!request.PassesBody)
            return default;
        var (asked, isPassedOn) = (call.Http.Request, ObjectKinds.Of(request.Kind).IsPassedOn);
        var isForm = asked.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;
        if (!request.IsUpload && !(isForm && isPassedOn))
            return isPassedOn && IsBare(call.Http) ? default : read.Receive(call);
        if (!isForm)
            return new(RequestErrors.NotMultipart(asked.ContentType));
        if (FormBoundary.Of(asked.ContentType) is null)
            return new(RequestErrors.From(RequestProblem.NoBoundary));
        if (asked.ContentLength > settings.MaxFileBytes)
            return new(RequestErrors.BodyTooLarge(settings.MaxFileBytes));
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = settings.MaxFileBytes;
        return request.IsUpload ? default : ReceiveForm(call, request);
    }

    private async ValueTask<OpenAiError?> ReceiveForm(Exchange call, ObjectRequest request)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
        deadline.CancelAfter(settings.BodyTimeoutMs);
        try
        {
            request.Form = await ObjectForm.Read(call.Http.Request, deadline.Token);
            return null;
        }
        catch (Exception e) when (e is FormRefusedException or IOException or InvalidDataException || (e is OperationCanceledException && !call.Aborted.IsCancellationRequested))
        {
            return FormErrors.Of(e, settings.MaxFileBytes) with { CloseConnection = true };
        }
    }

    /// <summary>Clients leave the body out of calls that have nothing to say.</summary>
    private static bool IsBare(HttpContext http) =>
        !(http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? http.Request.ContentLength > 0);

    /// <summary>From here on the call leaves a record, however it ends, and leaves it before its caller can know of the end.</summary>
    private async ValueTask Answer(Exchange call, ObjectRequest request)
    {
        try
        {
            if (await admit.Run(call) is { } refusal)
                await End(call, request, CallOutcome.Limited, refusal);
            else if (await Ask(call, request) is { } failure)
                await End(call, request, call.Outcome, failure);
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

    private ValueTask<OpenAiError?> Ask(Exchange call, ObjectRequest request) =>
        request.Action == ObjectAction.List ? list.Run(call, request) : call.Kept is not null ? kept.Run(call, request) : attempts.Run(call, request);

    private async Task End(Exchange call, ObjectRequest request, CallOutcome outcome, OpenAiError error)
    {
        (call.Outcome, call.Status) = (outcome, error.Status);
        settle.Run(call);
        ObjectHeaders.Write(call.Http.Response.Headers, call, explanation);
        await ErrorResponse.WriteAsync(call.Http, error with { CloseConnection = error.CloseConnection || request.BringsFile });
    }

    private Task Refuse(HttpContext http, OpenAiError error)
    {
        metrics.Rejected(error.Status);
        return ErrorResponse.WriteAsync(http, error);
    }
}
