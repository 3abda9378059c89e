using System.Buffers;
using System.Text;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Objects;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;

namespace AiGateway.Edge.Responses;

/// <summary>Answers calls about responses that the gateway keeps. No provider knows of them.</summary>
internal sealed class KeptAnswers(KeptResponses kept, BackgroundRuns runs, ObjectAnswers answers)
{
    /// <param name="call">Has found its response.</param>
    /// <param name="request">What is asked.</param>
    /// <returns>What to tell the caller; null when it has its answer.</returns>
    public async ValueTask<OpenAiError?> Run(Exchange call, ObjectRequest request)
    {
        ReadOnlyMemory<byte> body;
        OpenAiError? error;
        try
        {
            (body, error) = await Answer(call, request, call.Kept!);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            call.Outcome = CallOutcome.UpstreamError;
            return ObjectErrors.Unavailable();
        }
        if (error is not null)
        {
            call.Outcome = CallOutcome.ClientError;
            return error;
        }
        await answers.Send(call, body);
        return null;
    }

    private async ValueTask<(ReadOnlyMemory<byte> Body, OpenAiError? Error)> Answer(Exchange call, ObjectRequest request, KeptResponse found)
    {
        if (request.Action == ObjectAction.Delete)
        {
            await kept.Delete(request.Id, call.Consumer.Id);
            runs.Stop(request.Id);
            return (Encoding.UTF8.GetBytes($$"""{"id":"{{request.Id}}","object":"response","deleted":true}"""), null);
        }
        if (found.TooLargeBytes is { } bytes)
            return (default, ResponseErrors.NotKept(request.Id, bytes));
        return request.Action switch
        {
            ObjectAction.InputItems => Items(call.Http.Request.Query, found),
            ObjectAction.Cancel => await Cancel(call, request, found),
            _ => (found.Response, null),
        };
    }

    private async ValueTask<(ReadOnlyMemory<byte> Body, OpenAiError? Error)> Cancel(Exchange call, ObjectRequest request, KeptResponse found)
    {
        if (!found.IsInBackground)
            return (default, ResponseErrors.NotInBackground());
        var now = await kept.Cancel(request.Id, call.Consumer.Id);
        // Elsewhere it is heard of with the next sign of life.
        runs.Stop(request.Id);
        return now is null ? (default, ObjectErrors.NotFound(request.Kind, request.Id)) : (now.Response, null);
    }

    private static (ReadOnlyMemory<byte> Body, OpenAiError? Error) Items(IQueryCollection query, KeptResponse found)
    {
        if (ItemQuery.Read(query, out var error) is not { } page)
            return (default, error);
        var body = new ArrayBufferWriter<byte>();
        return page.TryWrite(found.Input, body)
            ? (body.WrittenMemory, null)
            : (default, ObjectErrors.InvalidQuery("after", "the id of an item that the response was made from"));
    }
}
