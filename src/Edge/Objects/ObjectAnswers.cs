using AiGateway.Core.Dialects;
using AiGateway.Core.Health;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pinning;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Dialects;

namespace AiGateway.Edge.Objects;

/// <summary>Passes on what a provider says of a file or batch; what is new in it is the consumer's before the consumer knows of it.</summary>
internal sealed class ObjectAnswers(ObjectPins pins, ContentRelay contents, Settle settle, Explanation explanation, AnswerClocks clocks, GatewaySettings settings)
{
    public async ValueTask<ObjectResult> Relay(Exchange call, ObjectRequest request, UpstreamAnswer answer)
    {
        using var clock = clocks.For(call);
        if (request.Action == ObjectAction.Content)
            return new ObjectResult(await contents.Run(call, answer, clock), null);
        using var body = new PooledBody(4096);
        try
        {
            if (!await AnswerBody.Read(answer, body, clock, settings.MaxAnswerBytes))
                return new ObjectResult(FailureClassifier.Transport(TransportFault.MalformedAnswer), null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException or OperationCanceledException)
        {
            return new ObjectResult(FailureClassifier.Transport(clock.Fault(e)), null);
        }
        clock.Stop();
        if (ObjectIds.Read(body.Span) is not { } ids || (request.Action == ObjectAction.Create && ids.Id is null))
            return new ObjectResult(FailureClassifier.Transport(TransportFault.MalformedAnswer), null);
        if (await Note(call, request, ids) is { } error)
            return new ObjectResult(null, error);
        using var named = new PooledBody(body.Length + 64);
        NameModel(call, request, body.Span, named);
        await Send(call, named.Length > 0 ? named.Memory : body.Memory);
        return default;
    }

    /// <summary>Ends the call with a whole answer.</summary>
    public async ValueTask Send(Exchange call, ReadOnlyMemory<byte> body)
    {
        call.Outcome = CallOutcome.Ok;
        // Before the caller can see the end: an answer it has whole is never without its record.
        settle.Run(call);
        var response = call.Http.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        ObjectHeaders.Write(response.Headers, call, explanation);
        try
        {
            await response.Body.WriteAsync(body, call.Aborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It left first; what it asked for is done.
        }
    }

    /// <summary>A response names the model as its caller did when it asked for it, where that is known. Nothing is written where there is nothing to change.</summary>
    private static void NameModel(Exchange call, ObjectRequest request, ReadOnlySpan<byte> body, PooledBody output)
    {
        if (request is not { Kind: PinKind.Response, Action: ObjectAction.Get or ObjectAction.Cancel } || call.Pinned?.Pin.Model is not { } model
            || ModelMember.Find(body, Dialect.OpenAiResponses) is not { IsEmpty: false } value)
            return;
        var edits = new SpliceList();
        edits.Replace(value, JsonText.Quote(model));
        edits.WriteTo(body, output);
    }

    private async ValueTask<OpenAiError?> Note(Exchange call, ObjectRequest request, ObjectIds ids)
    {
        try
        {
            if (request.Action == ObjectAction.Delete)
            {
                await pins.Forget(request.Kind, request.Id, call.Consumer.Id);
                return null;
            }
            await Own(call, request.Kind, ids.Id, isNew: request.Action == ObjectAction.Create);
            await Own(call, PinKind.File, ids.OutputFileId, isNew: false);
            await Own(call, PinKind.File, ids.ErrorFileId, isNew: false);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What was deleted is gone, whoever knows: the provider says so of it from now on.
            return request.Action switch
            {
                ObjectAction.Delete => null,
                ObjectAction.Create => ObjectErrors.NotKept(ids.Id!),
                _ => ObjectErrors.Unavailable(),
            };
        }
    }

    private async ValueTask Own(Exchange call, PinKind kind, string? id, bool isNew)
    {
        if (id is null || !ObjectPaths.IsId(id) || call.LastAttempt is not { Key: { } key } attempt)
            return;
        if (isNew || (await pins.Find(kind, id, call.Consumer.Id)).Pin is null)
            await pins.Keep(kind, id, call.Consumer.Id, attempt.Provider.Id, key.Group);
    }
}
