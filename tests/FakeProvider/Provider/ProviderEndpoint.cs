using System.Text.Json;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Wire;

namespace AiGateway.FakeProvider.Provider;

/// <summary>
/// Every request but those of the control API. The end of the path decides, so one process can stand in for providers
/// with different base addresses.
/// </summary>
internal sealed class ProviderEndpoint(RuleBook rules, RequestLog log, ObjectRoutes objects, ResponseRoute responses)
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
            var file = await ReadFileAsync(context, entry);
            using var body = file is null ? await ReadBodyAsync(context, entry) : null;
            var call = new Call(entry.Method, entry.Path, entry.Key, body?.RootElement ?? default) { File = file };
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

    /// <summary>The one of a form, read as bytes. Its log says how many there were.</summary>
    private static async Task<UploadedFile?> ReadFileAsync(HttpContext context, LogEntry entry)
    {
        if (!context.Request.HasFormContentType)
            return null;
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form.Files.Count == 0)
            return null;
        using var content = new MemoryStream();
        await form.Files[0].CopyToAsync(content, context.RequestAborted);
        entry.Body = $"{form.Files[0].FileName}, {content.Length} bytes";
        return new UploadedFile(form.Files[0].FileName, form["purpose"].ToString(), content.ToArray());
    }

    private Task<Ending> AnswerAsync(HttpContext context, LogEntry entry, Call call, ActiveRule rule)
    {
        var answer = rule.Rule.Answer;
        var dialect = call.Method == "POST"
            ? TextRoutes.FirstOrDefault(route => call.Path.EndsWith(route.Path, StringComparison.Ordinal)).Dialect
            : null;
        var isEmbedding = call.Method == "POST" && call.Path.EndsWith(Embedding, StringComparison.Ordinal);
        var (isModels, isResponse) = (ModelList.Serves(call), ResponseRoute.Serves(call));

        var wire = new Responder(context, answer, entry, new Pace(rule, context.RequestAborted));
        if (answer.Body is not null || answer.Status is not null)
            return wire.LiteralAsync(answer);
        if (ObjectRoutes.Serves(call))
            return objects.AnswerAsync(call, wire);
        if ((dialect is not null || isResponse) && objects.Missing(call.Key, entry.Body) is { } missing)
            return wire.LiteralAsync(missing);
        if (Refusal.Of(call, call.Body.ValueKind == JsonValueKind.Object, dialect is not null || isEmbedding || isModels || isResponse) is { } refusal)
            return wire.LiteralAsync(refusal);
        if (isModels)
            return wire.LiteralAsync(ModelList.Answer(call));
        if (isResponse)
            return responses.AnswerAsync(call, answer, entry, wire);
        if (dialect is null)
            return wire.WholeAsync(Embeddings.Whole(call, answer));

        var text = new TextAnswer(call, answer, dialect, entry.Seq, entry.ArrivedUs / 1_000_000);
        return call.Stream ? new EventStream(wire, answer, entry, text).SendAsync() : wire.WholeAsync(text.Whole());
    }
}
