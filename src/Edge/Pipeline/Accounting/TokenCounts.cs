using System.Buffers;
using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Gemini;
using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Upstream.Dialects;
using AiGateway.Edge.Upstream.Tokens;

namespace AiGateway.Edge.Pipeline.Accounting;

/// <summary>
/// Counts the tokens of a request that nobody is asked to answer: where the model is served in the caller's dialect its provider
/// counts, and elsewhere the gateway does.
/// </summary>
internal sealed class TokenCounts(TokenCounter counter, Settle settle, Explanation explanation)
{
    /// <summary>Whether nobody else can; if somebody can, the call keeps only targets that do.</summary>
    public static bool AreOurs(Exchange call)
    {
        if (call.Operation.CountDialect() is not { } dialect)
            return false;
        var speakers = call.Route.Hops.Where(hop => Counts(hop.Target.Provider, dialect)).ToList();
        // Of earlier turns that the gateway keeps a provider knows nothing.
        if (speakers.Count == 0 || call.Scan.IsWrapped || call.Turn is { IsRecalled: true })
            return true;
        if (speakers.Count < call.Route.Hops.Count)
            call.Route = call.Route with { Hops = speakers };
        return false;
    }

    private static bool Counts(ProviderEntry provider, Dialect dialect) => dialect == Dialect.OpenAiResponses
        ? provider.Kind is ProviderKind.OpenAi or ProviderKind.Azure && TargetDialects.Of(Operation.Responses, provider) == dialect
        : ChatDialects.Spoken(provider.Kind) == dialect;

    public async ValueTask Run(Exchange call)
    {
        var tokens = PromptTokens.Count(call.Body.Span, call.Scan, counter);
        var body = new ArrayBufferWriter<byte>();
        if (call.Operation == Operation.CountContents)
            GeminiCodec.WriteCountAnswer(tokens, body);
        else if (call.Operation == Operation.CountResponse)
            body.Write(System.Text.Encoding.UTF8.GetBytes($"{{\"object\":\"response.input_tokens\",\"input_tokens\":{tokens}}}"));
        else
            body.Write(System.Text.Encoding.UTF8.GetBytes($"{{\"input_tokens\":{tokens}}}"));
        call.Outcome = CallOutcome.Ok;
        settle.Run(call);
        var response = call.Http.Response;
        ExplainHeaders.Write(response.Headers, call, explanation);
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, call.Aborted);
    }
}
