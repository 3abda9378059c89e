using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses.State;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;

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
    public ValueTask<OpenAiError?> Run(Exchange call) => call.Operation.IsOfResponses() ? Take(call) : default;

    private async ValueTask<OpenAiError?> Take(Exchange call)
    {
        call.Turn = new ResponseTurn { IsWanted = !call.Scan.KeepsNothing, MostBytes = settings.MaxKeptResponseBytes };
        if (call.Operation == Operation.Responses && call.Scan.InBackground && ResponseErrors.Background(call.Scan, call.WholeLength, settings.MaxKeptResponseBytes) is { } impossible)
            return impossible;
        var (previous, named) = (NamedResponses.Previous(call), NamedResponses.OfItems(call));
        if (named.Count > MostNamed)
            return RequestErrors.From(RequestProblem.TooLong("input", MostNamed));

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
        return before is null && others.Count == 0 && (!call.Scan.InBackground || call.Operation != Operation.Responses) ? null : Rewrite(call, previous, before, others);
    }

    private OpenAiError? Rewrite(Exchange call, string? previous, KeptResponse? before, List<KeptResponse> others)
    {
        var body = new PooledBody(call.Body.Length + 1024);
        try
        {
            RecalledRequest.Write(call.Body.Span, before, others, body);
        }
        catch (DialectException e)
        {
            body.Dispose();
            return GatewayErrors.BadRequest(StatusCodes.Status400BadRequest, e.Message) with { Param = e.Field, Code = e.Code };
        }
        if (!Read.TryScan(call, body, out var scan, out var problem))
        {
            body.Dispose();
            return RequestErrors.From(problem);
        }
        read.Replace(call, body);
        call.Turn = new ResponseTurn
        {
            Previous = before is null ? null : previous, InBackground = call.Scan.InBackground, IsRecalled = true, IsWanted = call.Turn!.IsWanted, MostBytes = call.Turn.MostBytes,
        };
        // No provider keeps any of it: made twice, it is nowhere twice. What nobody waits for is streamed, since silence is then a fault.
        call.Scan = scan with { IsMadeOnce = false, Stream = call.Turn.InBackground || scan.Stream };
        if (before is { Conversation: not 0 } known)
            call.Conversation = known.Conversation;
        return null;
    }
}
