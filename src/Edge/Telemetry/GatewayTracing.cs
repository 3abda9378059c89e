using System.Diagnostics;
using AiGateway.Core.Health;
using AiGateway.Core.Usage;
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
        activity.SetTag("gen_ai.provider.name", call.LastAttempt?.Provider.Labels.Name);
        activity.SetTag("aigateway.provider", call.LastAttempt?.Provider.Id);
        activity.SetTag("gen_ai.response.model", call.LastAttempt?.Hop.Model);
        SetTokens(activity, call.AllTokens);
        if (call.Scan.Stream)
            activity.SetTag("gen_ai.request.stream", true);
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
        if (call.Outcome is CallOutcome.Ok)
            return;
        if (call.Consumer is not null && call.Route is not null)
            activity.SetTag("error.type", ErrorTypes.Of(call));
        activity.SetStatus(ActivityStatusCode.Error, call.LastFailure?.ReasonCode);
    }

    public AttemptSpan StartAttempt(Exchange call, Attempt attempt)
    {
        if (!_source.HasListeners())
            return default;
        var operation = OperationNames.GenAi(call.Operation);
        var activity = _source.StartActivity($"{operation} {attempt.Hop.Model}".TrimEnd(), ActivityKind.Client);
        if (activity is null)
            return default;
        var provider = attempt.Provider.Labels;
        activity.SetTag("gen_ai.operation.name", operation);
        activity.SetTag("gen_ai.provider.name", provider.Name);
        activity.SetTag("gen_ai.request.model", attempt.Hop.Model);
        if (call.Scan.Stream)
            activity.SetTag("gen_ai.request.stream", true);
        activity.SetTag("server.address", provider.Address);
        activity.SetTag("server.port", provider.Port);
        activity.SetTag("aigateway.provider", provider.Id);
        activity.SetTag("aigateway.attempt", call.Attempts);
        activity.SetTag("aigateway.key", attempt.Key?.Id);
        return new AttemptSpan(activity);
    }

    /// <summary>Cached and reasoning tokens are among the others, and said where there are any.</summary>
    internal static void SetTokens(Activity activity, TokenUsage tokens)
    {
        activity.SetTag("gen_ai.usage.input_tokens", tokens.Prompt);
        activity.SetTag("gen_ai.usage.output_tokens", tokens.Completion);
        if (tokens.Cached > 0)
            activity.SetTag("gen_ai.usage.cache_read.input_tokens", tokens.Cached);
        if (tokens.Reasoning > 0)
            activity.SetTag("gen_ai.usage.reasoning.output_tokens", tokens.Reasoning);
    }

    public void Dispose() => _source.Dispose();
}

/// <summary>The span of one attempt.</summary>
internal readonly struct AttemptSpan(Activity? activity) : IDisposable
{
    /// <param name="failure">Why it failed; null when it did not.</param>
    /// <param name="tokens">What it used; none for what is not measured in tokens, or not by then.</param>
    public void End(UpstreamFailure? failure, TokenUsage tokens = default)
    {
        if (activity is not null && tokens.Total > 0)
            GatewayTracing.SetTokens(activity, tokens);
        if (activity is null || failure is null)
            return;
        activity.SetTag("error.type", failure.ReasonCode);
        activity.SetTag("http.response.status_code", failure.Status);
        activity.SetStatus(ActivityStatusCode.Error, failure.ReasonCode);
    }

    public void Dispose() => activity?.Dispose();
}
