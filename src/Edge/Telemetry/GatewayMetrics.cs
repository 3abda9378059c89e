using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiGateway.Core.Money;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Hosting;

namespace AiGateway.Edge.Telemetry;

/// <summary>
/// What calls did, as metrics: the GenAI conventions' names where they have one, <c>aigateway.*</c> otherwise. Labels come
/// from the catalog only — never from a caller — so that their number is bounded.
/// </summary>
internal sealed class GatewayMetrics
{
    /// <summary>All consumers that metrics do not name.</summary>
    private const string OtherConsumers = "other";

    private readonly int _consumerLabels;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<double> _overhead;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _rejected;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _full;
    private readonly Counter<long> _pinsLost;
    private readonly UpDownCounter<long> _sessions;
    private readonly Counter<long> _responsesLost;

    public GatewayMetrics(IMeterFactory meters, GatewaySettings settings)
    {
        _consumerLabels = settings.MaxConsumerLabels;
        var meter = meters.Create(GatewayTelemetry.Name);
        _tokens = meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens of a call, by type.");
        _duration = meter.CreateHistogram<double>("gen_ai.server.request.duration", "s", "From acceptance of a call to its end.");
        _firstToken = meter.CreateHistogram<double>("gen_ai.server.time_to_first_token", "s", "From acceptance of a call to its first content.");
        _overhead = meter.CreateHistogram<double>("aigateway.overhead", "s", "From acceptance of a call to the sending of its only attempt: what the gateway itself took.");
        _calls = meter.CreateCounter<long>("aigateway.calls", "{call}", "Calls of known consumers, by how they ended.");
        _attempts = meter.CreateCounter<long>("aigateway.attempts", "{attempt}", "Upstream calls made, by how they ended.");
        _rejected = meter.CreateCounter<long>("aigateway.rejected", "{call}", "Calls refused before they had a consumer and a model, by status.");
        _cost = meter.CreateCounter<double>("aigateway.cost", "{USD}", "What calls of known price cost, US dollars.");
        _full = meter.CreateCounter<long>("aigateway.target.full", "{call}", "Calls whose turn it was at a target that had no room left within its limits.");
        _pinsLost = meter.CreateCounter<long>("aigateway.pins.lost", "{answer}", "Answers whose thoughts may not be stored as their account's.");
        _sessions = meter.CreateUpDownCounter<long>("aigateway.realtime.sessions", "{session}", "Realtime sessions that are open.");
        _responsesLost = meter.CreateCounter<long>("aigateway.responses.lost", "{answer}", "Responses for the gateway to keep that may not be stored.");
    }

    /// <param name="call">The call.</param>
    /// <param name="totalSeconds">From acceptance to its end.</param>
    /// <param name="sentSeconds">From acceptance to the sending of its last attempt; null when none was made.</param>
    /// <param name="firstTokenSeconds">From acceptance to its first content; null when it had none.</param>
    /// <param name="cost">What it cost; null when that is not known.</param>
    public void Finished(Exchange call, double totalSeconds, double? sentSeconds, double? firstTokenSeconds, Usd? cost)
    {
        var tags = new TagList
        {
            { "gen_ai.operation.name", OperationNames.GenAi(call.Operation) },
            { "gen_ai.provider.name", call.LastAttempt?.Provider.Id ?? "none" },
            { "gen_ai.request.model", OrNone(call.Route.ModelId) },
            { "gen_ai.response.model", OrNone(call.LastAttempt?.Hop.Target.Model) },
        };
        if (firstTokenSeconds is { } first)
            _firstToken.Record(first, tags);
        RecordTokens(call, tags);
        // The conventions ask for it where a call failed, and only there.
        if (ErrorTypes.Of(call) is { } error)
            tags.Add("error.type", error);
        _duration.Record(totalSeconds, tags);

        var (consumer, model) = (Label(call.Consumer), OrNone(call.Route.ModelId));
        _calls.Add(1, new("aigateway.consumer", consumer), new("aigateway.model", model), new("aigateway.outcome", call.Outcome.ToString()));
        if (cost is { Nanos: > 0 } charged)
            _cost.Add((double)charged.Dollars, new("aigateway.consumer", consumer), new("aigateway.model", model));
        CountAttempts(call, model);
        // With more attempts it would hold what the others took.
        if (sentSeconds is { } sent && call.Attempts == 1)
            _overhead.Record(sent);
    }

    private void RecordTokens(Exchange call, TagList tags)
    {
        if (call.AllTokens.Total == 0)
            return;
        tags.Add("gen_ai.token.type", "input");
        _tokens.Record(call.AllTokens.Prompt, tags);
        tags[4] = new("gen_ai.token.type", "output");
        _tokens.Record(call.AllTokens.Completion, tags);
    }

    private void CountAttempts(Exchange call, string model)
    {
        var failed = call.FailedAttempts?.Count ?? 0;
        for (var i = 0; i < failed; i++)
        {
            var (attempt, failure) = (call.FailedAttempts![i].Attempt, call.FailedAttempts[i].Failure);
            _attempts.Add(1, new("gen_ai.provider.name", attempt.Provider.Id), new("aigateway.model", model), new("error.type", ErrorTypes.Of(failure.Class)));
        }
        if (call.Attempts > failed)
            _attempts.Add(call.Attempts - failed, new("gen_ai.provider.name", call.LastAttempt!.Provider.Id), new("aigateway.model", model), new("error.type", ErrorTypes.None));
    }

    private string Label(ConsumerEntry consumer) => consumer.Rank < _consumerLabels ? consumer.Id : OtherConsumers;

    /// <param name="call">Whose turn it was.</param>
    /// <param name="target">The target that had no room.</param>
    public void TargetFull(Exchange call, RouteTarget target) => _full.Add(
        1, new("aigateway.model", call.Route.ModelId), new("gen_ai.provider.name", target.Provider.Id), new("gen_ai.response.model", target.Model));

    public void SessionBegins() => _sessions.Add(1);

    public void SessionEnds() => _sessions.Add(-1);

    public void PinLost() => _pinsLost.Add(1);

    public void ResponseLost() => _responsesLost.Add(1);

    public void Rejected(int status) => _rejected.Add(1, new KeyValuePair<string, object?>("http.response.status_code", status));

    private static string OrNone(string? name) => string.IsNullOrEmpty(name) ? "none" : name;
}
