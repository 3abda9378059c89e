using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Hosting;

namespace AiGateway.Edge.Telemetry;

/// <summary>
/// What calls did, as metrics: the GenAI conventions' names where they have one, <c>aigateway.*</c> otherwise. Labels come
/// from the catalog only — never from a caller — so that their number is bounded.
/// </summary>
internal sealed class GatewayMetrics
{
    private readonly ConsumerMetrics _consumers;
    private readonly AttemptMetrics _attempts;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<double> _perToken;
    private readonly Histogram<double> _overhead;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _full;
    private long _sessions;
    private long _pinsLost;
    private long _responsesLost;

    public GatewayMetrics(IMeterFactory meters, GatewaySettings settings)
    {
        var meter = meters.Create(GatewayTelemetry.Name);
        _consumers = new ConsumerMetrics(meter, settings.MaxConsumerLabels);
        _attempts = new AttemptMetrics(meter);
        _tokens = meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens of a call, by type.");
        _duration = meter.CreateHistogram<double>("gen_ai.server.request.duration", "s", "From acceptance of a call to its end.");
        _firstToken = meter.CreateHistogram<double>("gen_ai.server.time_to_first_token", "s", "From acceptance of a call to its first content.");
        _perToken = meter.CreateHistogram<double>("gen_ai.server.time_per_output_token", "s", "Of streamed answers, for each token after the first.");
        _overhead = meter.CreateHistogram<double>("aigateway.overhead", "s", "From acceptance of a call to the sending of its only attempt: what the gateway itself took.");
        _rejected = meter.CreateCounter<long>("aigateway.rejected", "{call}", "Calls refused before they had a consumer and a model, by status.");
        _full = meter.CreateCounter<long>("aigateway.target.full", "{call}", "Calls whose turn it was at a target that had no room left within its limits.");
        meter.CreateObservableUpDownCounter("aigateway.realtime.sessions", () => Interlocked.Read(ref _sessions), "{session}", "Realtime sessions that are open.");
        // They are there before anything is lost: a first increase from nothing would be none to whoever watches.
        meter.CreateObservableCounter("aigateway.pins.lost", () => Interlocked.Read(ref _pinsLost), "{answer}", "Answers whose thoughts may not be stored as their account's.");
        meter.CreateObservableCounter("aigateway.responses.lost", () => Interlocked.Read(ref _responsesLost), "{answer}", "Responses for the gateway to keep that may not be stored.");
    }

    /// <param name="call">The call.</param>
    /// <param name="totalSeconds">From acceptance to its end.</param>
    /// <param name="sentSeconds">From acceptance to the sending of its last attempt; null when none was made.</param>
    /// <param name="firstTokenSeconds">From acceptance to its first content; null when it had none.</param>
    /// <param name="cost">What it cost; null when that is not known.</param>
    /// <param name="time">By which the call's times were taken.</param>
    public void Finished(Exchange call, double totalSeconds, double? sentSeconds, double? firstTokenSeconds, Usd? cost, TimeProvider time)
    {
        var model = OrNone(call.Route.ModelId);
        var tags = CallTags.OfServer(call, model);
        if (firstTokenSeconds is { } first)
        {
            _firstToken.Record(first, tags);
            if (call is { Outcome: CallOutcome.Ok, Scan.Stream: true, AllTokens.Completion: > 1 })
                _perToken.Record((totalSeconds - first) / (call.AllTokens.Completion - 1), tags);
        }
        RecordTokens(call, tags);
        // The conventions ask for it where a call failed, and only there.
        if (ErrorTypes.Of(call) is { } error)
            tags.Add("error.type", error);
        _duration.Record(totalSeconds, tags);

        _consumers.Finished(call, model, totalSeconds, cost);
        _attempts.Finished(call, model, time);
        // With more attempts it would hold what the others took.
        if (sentSeconds is { } sent && call.Attempts == 1)
            _overhead.Record(sent);
    }

    private void RecordTokens(Exchange call, TagList tags)
    {
        if (call.AllTokens.Total == 0)
            return;
        CallTags.AddAddress(ref tags, call.LastAttempt?.Provider.Labels ?? ProviderLabels.None);
        var type = tags.Count;
        tags.Add("gen_ai.token.type", "input");
        _tokens.Record(call.AllTokens.Prompt, tags);
        tags[type] = new("gen_ai.token.type", "output");
        _tokens.Record(call.AllTokens.Completion, tags);
    }

    /// <param name="call">Whose turn it was.</param>
    /// <param name="target">The target that had no room.</param>
    public void TargetFull(Exchange call, RouteTarget target) => _full.Add(
        1, new("aigateway.model", call.Route.ModelId), new("aigateway.provider", target.Provider.Id), new("gen_ai.response.model", target.Model));

    public void SessionBegins() => Interlocked.Increment(ref _sessions);

    public void SessionEnds() => Interlocked.Decrement(ref _sessions);

    public void PinLost() => Interlocked.Increment(ref _pinsLost);

    public void ResponseLost() => Interlocked.Increment(ref _responsesLost);

    public void Rejected(int status) => _rejected.Add(1, new KeyValuePair<string, object?>("http.response.status_code", status));

    private static string OrNone(string? name) => string.IsNullOrEmpty(name) ? "none" : name;
}
