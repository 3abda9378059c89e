using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects;
using AiGateway.Core.Health;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Forms;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Dialects;

namespace AiGateway.Edge.Pipeline.Sending;

/// <summary>Sends one attempt, and tells from its head whether an answer is coming.</summary>
internal sealed class Forward(HttpUpstream http, DemoUpstream demo, GatewaySettings settings, TimeProvider time)
{
    /// <summary>As much of an error body as is worth reading.</summary>
    private const int MaxErrorBytes = 64 * 1024;

    private static readonly TimeSpan ErrorBodyTimeout = TimeSpan.FromSeconds(5);

    public ValueTask<UpstreamAnswer> Run(Exchange call, Attempt attempt)
    {
        var firstByte = TimeSpan.FromMilliseconds(call.Route.Timeouts?.FirstByteMs ?? settings.FirstByteMs);
        if (call.Form is { } form)
            return http.Send(call, attempt, new FormContent(form, attempt.Hop.Model), form.Length, firstByte);
        var body = new PooledBody(call.Body.Length + attempt.Hop.Model.Length + 64);
        try
        {
            Write(call, attempt, body);
        }
        catch (DialectException e)
        {
            body.Dispose();
            return ValueTask.FromResult(UpstreamAnswer.NotAsked(Refusal(e)));
        }
        IUpstream upstream = attempt.Provider.Kind == ProviderKind.Demo ? demo : http;
        return upstream.Send(call, attempt, body, firstByte);
    }

    /// <summary>The caller's own bytes where the target speaks its dialect, without what it is known not to take.</summary>
    private static void Write(Exchange call, Attempt attempt, PooledBody body)
    {
        if (EmbeddingDialects.Translates(call.Operation, attempt.Provider))
        {
            Translation.WriteTexts(call, attempt, body);
            return;
        }
        var changes = OutputCaps.Changes(call, attempt);
        var target = TargetDialects.Of(call.Operation, attempt.Provider);
        if (Translation.Applies(call, target))
        {
            Translation.Write(call, attempt, target.Value, changes, body);
            return;
        }
        if (call.Operation is Operation.ChatCompletions or Operation.Completions or Operation.Embeddings)
            changes = changes with { Quirks = Quirks.Of(call, attempt.Provider, call.Body.Span) };
        RequestEdit.Write(call.Body.Span, call.Scan, changes, body);
    }

    private static UpstreamFailure Refusal(DialectException why) => new()
    {
        Class = FailureClass.ClientError,
        Scope = FailureScope.Request,
        Status = StatusCodes.Status400BadRequest,
        Code = why.Code,
        Param = why.Field,
        Message = why.Message,
    };

    /// <summary>Why no answer is coming; null when one is.</summary>
    public async ValueTask<UpstreamFailure?> Failure(Exchange call, UpstreamAnswer answer)
    {
        if (answer.WhyNotAsked is { } why)
            return why;
        if (answer.Fault is { } fault)
            return FailureClassifier.Transport(call.Aborted.IsCancellationRequested ? TransportFault.ClientCancelled : fault);
        if (answer.IsSuccess)
            return null;
        using var body = await ReadHead(call, answer);
        var failure = FailureClassifier.Classify(answer.Status, answer.Header, body.Span, time.GetUtcNow().ToUnixTimeMilliseconds(), call.LastAttempt?.Provider.Errors);
        // Few providers serve responses.
        if (call.Operation == Operation.Responses && failure.MayMeanNotServed)
            return failure.OfRequestAlone();
        var isRouteMissing = failure.MayMeanNotServed || failure is { Class: FailureClass.ClientError, Status: 404 or 405 or 501 };
        return call.Operation.Required() is not null && isRouteMissing ? failure.OfRequestAlone() with { NotServed = true } : failure;
    }

    /// <summary>The beginning of a body that explains a failure; what cannot be read in time is done without.</summary>
    public static async Task<PooledBody> ReadHead(Exchange call, UpstreamAnswer answer)
    {
        var body = new PooledBody(4096);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
        deadline.CancelAfter(ErrorBodyTimeout);
        try
        {
            var stream = await answer.OpenBody(deadline.Token);
            while (body.Length < MaxErrorBytes && await stream.ReadAsync(body.GetMemory(1), deadline.Token) is > 0 and var count)
                body.Advance(count);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException or OperationCanceledException)
        {
        }
        return body;
    }
}
