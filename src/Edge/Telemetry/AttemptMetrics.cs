using System.Diagnostics.Metrics;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Telemetry;

/// <summary>How upstream calls ended, for each model and for each key.</summary>
internal sealed class AttemptMetrics
{
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _ofKeys;

    /// <param name="meter">The gateway's.</param>
    public AttemptMetrics(Meter meter)
    {
        _attempts = meter.CreateCounter<long>("aigateway.attempts", "{attempt}", "Upstream calls made, by how they ended.");
        _ofKeys = meter.CreateCounter<long>("aigateway.key.attempts", "{attempt}", "Upstream calls made with each key, by how they ended.");
    }

    /// <param name="call">The call.</param>
    /// <param name="model">The catalog's, or <c>none</c>.</param>
    public void Finished(Exchange call, string model)
    {
        var failed = call.FailedAttempts?.Count ?? 0;
        for (var i = 0; i < failed; i++)
            Ended(call.FailedAttempts![i].Attempt, model, ErrorTypes.Of(call.FailedAttempts[i].Failure.Class));
        if (call.Attempts > failed)
            Ended(call.LastAttempt!, model, ErrorTypes.None);
    }

    private void Ended(Attempt attempt, string model, string how)
    {
        _attempts.Add(1, new("gen_ai.provider.name", attempt.Provider.Id), new("aigateway.model", model), new("error.type", how));
        if (attempt.Key is { } key)
            _ofKeys.Add(1, new("aigateway.key", key.Id), new("gen_ai.provider.name", attempt.Provider.Id), new("error.type", how));
    }
}
