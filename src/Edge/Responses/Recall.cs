using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Core.Pinning;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;

namespace AiGateway.Edge.Responses;

/// <summary>
/// Puts what a request only names, and the gateway keeps, into the request itself: the turns before it, and items. From there on it
/// is a call like any other, whoever made the earlier turns: estimated, routed and translated with all it says.
/// </summary>
internal sealed class Recall(KeptResponses kept, Read read, GatewaySettings settings)
{
    /// <summary>Of so many responses items may be named in one request.</summary>
    private const int MostNamed = 256;

    /// <returns>Why the call cannot go on from what it names; null when it can.</returns>
    public ValueTask<OpenAiError?> Run(Exchange call) => call.Operation == Operation.Responses ? Take(call) : default;

    private async ValueTask<OpenAiError?> Take(Exchange call)
    {
        var turn = new ResponseTurn { IsWanted = !call.Scan.KeepsNothing, MostBytes = settings.MaxKeptResponseBytes };
        call.Turn = turn;
        var previous = Previous(call);
        if (!TryFindNamed(call, out var named, out var error))
            return error;
        if (previous is null && named.Count == 0)
            return null;

        KeptResponse? before = null;
        List<KeptResponse> others = [];
        try
        {
            if (previous is not null)
                before = await kept.Find(previous, call.Consumer.Id);
            foreach (var other in await Task.WhenAll(named.Select(id => kept.Find(id, call.Consumer.Id).AsTask())))
            {
                if (other is { HasEnded: true })
                    others.Add(other);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return ObjectErrors.Unavailable();
        }
        if (before is { HasEnded: false })
            return ResponseErrors.NoWayOn(previous!, before);
        // What is not kept here may be a provider's own.
        return before is null && others.Count == 0 ? null : Rewrite(call, previous, before, others);
    }

    private OpenAiError? Rewrite(Exchange call, string? previous, KeptResponse? before, List<KeptResponse> others)
    {
        var body = new PooledBody(call.Body.Length + 1024);
        try
        {
            RecalledRequest.Write(call.Body.Memory, before, others, body);
        }
        catch (DialectException e)
        {
            body.Dispose();
            return GatewayErrors.BadRequest(StatusCodes.Status400BadRequest, e.Message) with { Param = e.Field, Code = e.Code };
        }
        if (!RequestScan.TryRead(body.Span, call.Operation, out var scan, out var problem, call.Path))
        {
            body.Dispose();
            return RequestErrors.From(problem);
        }
        read.Replace(call, body);
        // No provider keeps any of it: made twice, it is nowhere twice.
        call.Scan = scan with { IsMadeOnce = false };
        if (before is { Conversation: not 0 } known)
            call.Conversation = known.Conversation;
        call.Turn = new ResponseTurn { Previous = before is null ? null : previous, IsRecalled = true, IsWanted = call.Turn!.IsWanted, MostBytes = call.Turn.MostBytes };
        return null;
    }

    /// <summary>The id of the response it is to go on from, if that may be the gateway's.</summary>
    private static string? Previous(Exchange call)
    {
        foreach (var named in call.Scan.Objects ?? [])
        {
            if (named.Kind == PinKind.Response && named.Text(call.Body.Span) is { } id && ItemIds.MayBeKept(id))
                return id;
        }
        return null;
    }

    /// <summary>Whose items the request names in place of sending them.</summary>
    private static bool TryFindNamed(Exchange call, out List<string> responses, out OpenAiError? error)
    {
        (responses, error) = ([], null);
        if (call.Body.Span.IndexOf("item_reference"u8) < 0)
            return true;
        try
        {
            foreach (var id in RecalledRequest.References(call.Body.Memory))
            {
                if (ItemIds.ResponseOf(id) is { } response && ItemIds.MayBeKept(response) && !responses.Contains(response))
                    responses.Add(response);
            }
        }
        catch (DialectException)
        {
            // Whoever reads it next says what is wrong with it.
            responses = [];
        }
        if (responses.Count > MostNamed)
            error = RequestErrors.From(RequestProblem.TooLong("input", MostNamed));
        return error is null;
    }
}
