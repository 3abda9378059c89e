using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Sending;

namespace AiGateway.Edge.Telemetry;

/// <summary>How upstream calls ended and how long they took: to providers the gateway is a client.</summary>
internal sealed class AttemptMetrics
{
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _ofKeys;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstChunk;

    /// <param name="meter">The gateway's.</param>
    public AttemptMetrics(Meter meter)
    {
        _attempts = meter.CreateCounter<long>("aigateway.attempts", "{attempt}", "Upstream calls made, by how they ended.");
        _ofKeys = meter.CreateCounter<long>("aigateway.key.attempts", "{attempt}", "Upstream calls made with each key, by how they ended.");
        _duration = meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "From the sending of an upstream call to its end.");
        _firstChunk = meter.CreateHistogram<double>("gen_ai.client.operation.time_to_first_chunk", "s", "From the sending of a streamed upstream call to its first content.");
    }

    /// <param name="call">The call.</param>
    /// <param name="model">The catalog's, or <c>none</c>.</param>
    /// <param name="time">By which the call's times were taken.</param>
    public void Finished(Exchange call, string model, TimeProvider time)
    {
        var failed = call.FailedAttempts?.Count ?? 0;
        for (var i = 0; i < failed; i++)
        {
            var one = call.FailedAttempts![i];
            Ended(call, one.Attempt, model, ErrorTypes.Of(one.Failure.Class), time.GetElapsedTime(one.BeganTicks, one.EndedTicks));
        }
        if (call.Attempts <= failed)
            return;
        // Of a session it was sent long before what is answered now.
        var sentTicks = Math.Max(call.AttemptTicks, call.StartedTicks);
        Ended(call, call.LastAttempt!, model, ErrorTypes.None, time.GetElapsedTime(sentTicks));
        // Had another begun to answer before it, the first content would be that one's.
        if (call.Scan.Stream && call.FirstTokenTicks is { } first && first >= sentTicks)
            _firstChunk.Record(time.GetElapsedTime(sentTicks, first).TotalSeconds, CallTags.OfClient(call, call.LastAttempt!, model));
    }

    private void Ended(Exchange call, Attempt attempt, string model, string how, TimeSpan took)
    {
        var provider = attempt.Provider.Labels;
        _attempts.Add(1, new("aigateway.provider", provider.Id), new("aigateway.model", model), new("error.type", how));
        if (attempt.Key is { } key)
            _ofKeys.Add(1, new("aigateway.key", key.Id), new("aigateway.provider", provider.Id), new("error.type", how));
        var tags = CallTags.OfClient(call, attempt, model);
        if (how != ErrorTypes.None)
            tags.Add("error.type", how);
        _duration.Record(took.TotalSeconds, tags);
    }
}
