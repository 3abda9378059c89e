using System.Diagnostics;
using AiGateway.Core.Health;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Hosting;

namespace AiGateway.Edge.Telemetry;

/// <summary>One trace a call with a span an attempt, named as OpenTelemetry's conventions for generative AI say. Costs nothing while nobody listens.</summary>
internal sealed class GatewayTracing : IDisposable
{
    private readonly ActivitySource _source = new(GatewayTelemetry.Name);

    public Activity? StartCall(HttpContext http, string operation)
    {
        if (!_source.HasListeners())
            return null;
        // The server has an activity of its own that nobody records; below it, neither would this one be.
        if (!ActivityContext.TryParse(http.Request.Headers["traceparent"], http.Request.Headers["tracestate"], isRemote: true, out var parent))
            Activity.Current = null;
        return _source.StartActivity(operation, ActivityKind.Server, parent);
    }

    public static void EndCall(Activity? activity, Exchange call, Explanation explanation)
    {
        if (activity is null)
            return;
        activity.DisplayName = $"{OperationNames.GenAi(call.Operation)} {call.Scan.Model}".TrimEnd();
        activity.SetTag("gen_ai.operation.name", OperationNames.GenAi(call.Operation));
        activity.SetTag("gen_ai.request.model", call.Scan.Model);
        activity.SetTag("gen_ai.provider.name", call.LastAttempt?.Provider.Id);
        activity.SetTag("gen_ai.response.model", call.LastAttempt?.Hop.Model);
        activity.SetTag("gen_ai.usage.input_tokens", call.AllTokens.Prompt);
        activity.SetTag("gen_ai.usage.output_tokens", call.AllTokens.Completion);
        activity.SetTag("aigateway.call.id", call.CallId);
        activity.SetTag("aigateway.consumer", call.Consumer?.Id);
        activity.SetTag("aigateway.attempts", call.Attempts);
        if (call.LastAttempt is { } last)
        {
            activity.SetTag("aigateway.target", $"{last.Provider.Id}/{last.Hop.Model}".TrimEnd('/'));
            activity.SetTag("aigateway.key", last.Key?.Id);
            activity.SetTag("aigateway.passed_over", explanation.Of(call));
        }
        activity.SetTag("aigateway.outcome", call.Outcome.ToString());
        if (call.Outcome is not Core.Usage.CallOutcome.Ok)
            activity.SetStatus(ActivityStatusCode.Error, call.LastFailure?.ReasonCode);
    }

    public AttemptSpan StartAttempt(Exchange call, Attempt attempt)
    {
        var activity = _source.HasListeners() ? _source.StartActivity($"attempt {attempt.Provider.Id}", ActivityKind.Client) : null;
        activity?.SetTag("gen_ai.provider.name", attempt.Provider.Id);
        activity?.SetTag("gen_ai.request.model", attempt.Hop.Model);
        activity?.SetTag("aigateway.attempt", call.Attempts);
        activity?.SetTag("aigateway.key", attempt.Key?.Id);
        return new AttemptSpan(activity);
    }

    public void Dispose() => _source.Dispose();
}

/// <summary>The span of one attempt.</summary>
internal readonly struct AttemptSpan(Activity? activity) : IDisposable
{
    public void End(UpstreamFailure? failure)
    {
        if (activity is null || failure is null)
            return;
        activity.SetTag("error.type", failure.ReasonCode);
        activity.SetTag("http.response.status_code", failure.Status);
        activity.SetStatus(ActivityStatusCode.Error, failure.ReasonCode);
    }

    public void Dispose() => activity?.Dispose();
}
