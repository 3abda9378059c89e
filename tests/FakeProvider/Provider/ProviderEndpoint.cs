using System.Text.Json;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Provider;

/// <summary>
/// Every request but those of the control API. The end of the path decides, so one process can stand in for providers
/// with different base addresses.
/// </summary>
internal sealed class ProviderEndpoint(RuleBook rules, RequestLog log)
{
    private const string Embedding = "/embeddings";

    private static readonly (string Path, TextDialect Dialect)[] TextRoutes =
        [("/chat/completions", new ChatDialect()), ("/completions", new CompletionDialect())];

    public async Task HandleAsync(HttpContext context)
    {
        var entry = log.Open(context.Request);
        var ending = Ending.AbortedByPeer;
        try
        {
            using var body = await ReadBodyAsync(context, entry);
            var call = new Call(entry.Method, entry.Path, entry.Key, body?.RootElement ?? default);
            (entry.Model, entry.Stream) = (call.Model, call.Stream);
            var rule = rules.Take(call);
            entry.Rule = rule.Id;
            ending = await AnswerAsync(context, entry, call, rule);
        }
        catch (BadHttpRequestException refused)
        {
            // Larger than this server takes, or it ended before it was whole.
            context.Response.StatusCode = refused.StatusCode;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The log says so.
        }
        finally
        {
            log.Close(entry, ending);
        }
    }

    private static async Task<JsonDocument?> ReadBodyAsync(HttpContext context, LogEntry entry)
    {
        using var reader = new StreamReader(context.Request.Body);
        entry.Body = await reader.ReadToEndAsync(context.RequestAborted);
        try
        {
            return JsonDocument.Parse(entry.Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task<Ending> AnswerAsync(HttpContext context, LogEntry entry, Call call, ActiveRule rule)
    {
        var answer = rule.Rule.Answer;
        var dialect = call.Method == "POST"
            ? TextRoutes.FirstOrDefault(route => call.Path.EndsWith(route.Path, StringComparison.Ordinal)).Dialect
            : null;
        var isEmbedding = call.Method == "POST" && call.Path.EndsWith(Embedding, StringComparison.Ordinal);
        var isModels = ModelList.Serves(call);

        var wire = new Responder(context, answer, entry, new Pace(rule, context.RequestAborted));
        if (answer.Body is not null || answer.Status is not null)
            return wire.LiteralAsync(answer);
        if (Refusal.Of(call, call.Body.ValueKind == JsonValueKind.Object, dialect is not null || isEmbedding || isModels) is { } refusal)
            return wire.LiteralAsync(refusal);
        if (isModels)
            return wire.LiteralAsync(ModelList.Answer(call));
        if (dialect is null)
            return wire.WholeAsync(Embeddings.Whole(call, answer));

        var text = new TextAnswer(call, answer, dialect, entry.Seq, entry.ArrivedUs / 1_000_000);
        return call.Stream ? new EventStream(wire, answer, entry, text).SendAsync() : wire.WholeAsync(text.Whole());
    }
}
