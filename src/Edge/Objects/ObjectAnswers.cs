using AiGateway.Core.Dialects;
using AiGateway.Core.Health;
using AiGateway.Core.Pinning;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Accounting;
using AiGateway.Edge.Pipeline.Answers;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Upstream;
using AiGateway.Edge.Upstream.Dialects;

namespace AiGateway.Edge.Objects;

/// <summary>Passes on what a provider says of something it keeps; what is new in it is the consumer's before the consumer knows of it.</summary>
internal sealed class ObjectAnswers(
    ObjectOwners owners, ContentRelay contents, EventRelay events, Settle settle, Explanation explanation, AnswerClocks clocks, GatewaySettings settings)
{
    public async ValueTask<ObjectResult> Relay(Exchange call, ObjectRequest request, UpstreamAnswer answer)
    {
        using var clock = clocks.For(call);
        if (request.IsContent)
            return new ObjectResult(await contents.Run(call, answer, clock), null);
        if (!ObjectKinds.Of(request.Kind).IsPassedOn || IsJson(answer.MediaType))
            return await Whole(call, request, answer, clock);
        if (answer.MediaType == "text/event-stream" && request.PassesBody)
            return await events.Run(call, request, answer, clock);
        if (request.Action == ObjectAction.Create)
            return new ObjectResult(FailureClassifier.Transport(TransportFault.MalformedAnswer), null);
        if (request.Action == ObjectAction.Delete)
            await owners.Note(call, request, null, null);
        return new ObjectResult(await contents.Run(call, answer, clock), null);
    }

    private async ValueTask<ObjectResult> Whole(Exchange call, ObjectRequest request, UpstreamAnswer answer, AnswerClock clock)
    {
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
        // Some say nothing of what they have deleted.
        var isSilent = body.Length == 0 && request.Action == ObjectAction.Delete && ObjectKinds.Of(request.Kind).IsPassedOn;
        var ids = ObjectIds.Read(body.Span);
        if ((ids is null && !isSilent) || (request.Action == ObjectAction.Create && ids!.Id is null))
            return new ObjectResult(FailureClassifier.Transport(TransportFault.MalformedAnswer), null);
        if (await owners.Note(call, request, ids, request.MayNameMore ? ObjectReferences.Read(body.Span) : null) is { } error)
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

    private static bool IsJson(string? mediaType) =>
        mediaType is "application/json" || mediaType?.EndsWith("+json", StringComparison.Ordinal) == true;
}
