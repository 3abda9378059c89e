using System.Net.WebSockets;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Provider;

/// <summary>
/// Every request but those of the control API. The end of the path decides, so one process can stand in for providers
/// with different base addresses.
/// </summary>
internal sealed class ProviderEndpoint(RuleBook rules, RequestLog log, IEnumerable<IRoute> routes)
{
    public async Task HandleAsync(HttpContext context)
    {
        var entry = log.Open(context.Request);
        var ending = Ending.AbortedByPeer;
        try
        {
            var call = await CallReader.ReadAsync(context, entry);
            var rule = rules.Take(call);
            entry.Rule = rule.Id;
            ending = await AnswerAsync(context, entry, call, rule);
        }
        catch (BadHttpRequestException refused)
        {
            // Larger than this server takes, or it ended before it was whole.
            context.Response.StatusCode = refused.StatusCode;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or WebSocketException)
        {
            // The log says so.
        }
        finally
        {
            log.Close(entry, ending);
        }
    }

    private Task<Ending> AnswerAsync(HttpContext context, LogEntry entry, Call call, ActiveRule rule)
    {
        var answer = rule.Rule.Answer;
        var wire = new Responder(context, answer, entry, new Pace(rule, context.RequestAborted));
        if (answer.Body is not null || answer.Status is not null)
            return wire.LiteralAsync(answer);
        return routes.FirstOrDefault(route => route.Serves(call)) is { } serving
            ? serving.AnswerAsync(new Exchange(context, call, answer, entry, wire))
            : wire.LiteralAsync(Refusal.NoKey(call) ?? Refusal.NoRoute(call));
    }
}
