using System.Globalization;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Limits;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Objects;

/// <summary>Tells a caller where it stands with its limits, and who answered.</summary>
internal static class ObjectHeaders
{
    public static void Write(IHeaderDictionary headers, Exchange call, Explanation explanation)
    {
        LimitHeaders.Write(headers, call);
        if (call.LastAttempt is not { } attempt)
            return;
        headers["x-aigateway-target"] = attempt.Provider.Id;
        headers["x-aigateway-attempts"] = call.Attempts.ToString(CultureInfo.InvariantCulture);
        if (!call.Consumer.Explain)
            return;
        headers["x-aigateway-key"] = attempt.Key?.Id;
        headers["x-aigateway-passed-over"] = explanation.Of(call);
    }
}
