using AiGateway.Core.Catalog.Requests;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiCompletions;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.Values;
using AiGateway.Edge.Pipeline.Bodies;

namespace AiGateway.Edge.Pipeline.Sending;

/// <summary>Applies what the operator wants asked: of a model, of a consumer, of both.</summary>
internal static class Terms
{
    /// <summary>Notes what has to be written otherwise. A lower cap on output goes the way of those that limits leave.</summary>
    public static void Run(Exchange call)
    {
        if (call.Operation.ChatDialect() is not { } dialect || !call.Table.Models.TryFind(call.Routed, out var match)
            || call.Consumer.TermsFor(match.Value.Spec) is not { } terms)
            return;
        var asked = RequestValuesJson.Read(call.Body.Span, dialect) with { MaxOutputTokens = call.Scan.OutputCap };
        if (terms.Changes(asked) is not { } changes)
            return;
        var usual = call.Operation == Operation.Completions ? CompletionsCodec.UsualCap : (int?)null;
        var isRaised = changes.MaxOutputTokens > (asked.MaxOutputTokens ?? usual);
        if (!isRaised)
            call.CapOutput(changes.MaxOutputTokens);
        call.Values = isRaised ? changes : changes with { MaxOutputTokens = null };
    }

    /// <summary>The same for a request in terms of no dialect.</summary>
    public static ChatRequest Apply(RequestValues values, ChatRequest request) => request with
    {
        Temperature = values.Temperature ?? request.Temperature,
        TopP = values.TopP ?? request.TopP,
        MaxOutputTokens = values.MaxOutputTokens ?? request.MaxOutputTokens,
        ServiceTier = values.ServiceTier ?? request.ServiceTier,
        Reasoning = values.ReasoningEffort is { } effort ? new ReasoningRequest { Effort = effort, Shown = request.Reasoning?.Shown } : request.Reasoning,
    };
}
