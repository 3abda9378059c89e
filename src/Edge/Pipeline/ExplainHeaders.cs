using System.Globalization;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Pipeline;

/// <summary>Headers that tell the caller where it stands with its limits, who answered, and how it came to that.</summary>
internal static class ExplainHeaders
{
    public static void Write(IHeaderDictionary headers, Exchange call, Explanation explanation)
    {
        LimitHeaders.Write(headers, call);
        if (call.LastAttempt is not { } attempt)
            return;
        headers["x-aigateway-model"] = call.Route.ModelId;
        headers["x-aigateway-target"] = $"{attempt.Provider.Id}/{attempt.Hop.Model}";
        headers["x-aigateway-attempts"] = call.Attempts.ToString(CultureInfo.InvariantCulture);
        if (!ReferenceEquals(attempt.Hop, call.Route.Hops[0]))
            headers["x-aigateway-fallback"] = call.LastFailure?.ReasonCode ?? "no_healthy_key";
        if (call.Omitted is { } omitted)
            headers["x-aigateway-omitted"] = Echo.Header(string.Join(", ", omitted));
        if (call.Turn?.NotKept is { } why)
            headers["x-aigateway-not-stored"] = why;
        if (!call.Consumer.Explain)
            return;
        headers["x-aigateway-key"] = attempt.Key?.Id;
        headers["x-aigateway-passed-over"] = explanation.Of(call);
    }
}
