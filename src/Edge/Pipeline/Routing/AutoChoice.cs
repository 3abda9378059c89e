using AiGateway.Core.Catalog.Requests;
using AiGateway.Edge.Api;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Upstream.Tokens;

namespace AiGateway.Edge.Pipeline.Routing;

/// <summary>Which model answers a call for one that chooses by rules.</summary>
internal static class AutoChoice
{
    /// <returns>Null when the model that was asked for answers itself.</returns>
    public static string? Of(Exchange call, ModelRoute asked)
    {
        if (asked.Spec.Auto is not { Count: > 0 } rules)
            return null;
        ref var scan = ref call.Scan;
        var headers = call.Http.Request.Headers;
        return AutoRules.Choose(rules, new AutoFacts(call.Operation.Provided(), PromptTokens.Estimate(scan), name => headers.TryGetValue(name, out var values) ? (string?)values : null)
        {
            HasTools = !scan.ToolsValue.IsEmpty,
            HasImages = scan.Prompt.MediaParts > 0,
            Stream = scan.Stream,
        });
    }
}
