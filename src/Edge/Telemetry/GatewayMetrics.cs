using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiGateway.Core.Money;
using AiGateway.Edge.Catalog;
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
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _rejected;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _full;
    private readonly Counter<long> _pinsLost;
    private readonly UpDownCounter<long> _sessions;
    private readonly Counter<long> _responsesLost;

    public GatewayMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GatewayTelemetry.Name);
        _tokens = meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens of a call, by type.");
        _duration = meter.CreateHistogram<double>("gen_ai.server.request.duration", "s", "From acceptance of a call to its end.");
        _firstToken = meter.CreateHistogram<double>("gen_ai.server.time_to_first_token", "s", "From acceptance of a call to its first content.");
        _calls = meter.CreateCounter<long>("aigateway.calls", "{call}", "Calls of known consumers, by how they ended.");
        _attempts = meter.CreateCounter<long>("aigateway.attempts", "{attempt}", "Upstream calls made.");
        _rejected = meter.CreateCounter<long>("aigateway.rejected", "{call}", "Calls refused before they had a consumer and a model, by status.");
        _cost = meter.CreateCounter<double>("aigateway.cost", "{USD}", "What calls of known price cost, US dollars.");
        _full = meter.CreateCounter<long>("aigateway.target.full", "{call}", "Calls whose turn it was at a target that had no room left within its limits.");
        _pinsLost = meter.CreateCounter<long>("aigateway.pins.lost", "{answer}", "Answers whose thoughts may not be stored as their account's.");
        _sessions = meter.CreateUpDownCounter<long>("aigateway.realtime.sessions", "{session}", "Realtime sessions that are open.");
        _responsesLost = meter.CreateCounter<long>("aigateway.responses.lost", "{answer}", "Responses for the gateway to keep that may not be stored.");
    }

    public void Finished(Exchange call, double totalSeconds, double? firstTokenSeconds, Usd? cost)
    {
        var tags = new TagList
        {
            { "gen_ai.operation.name", OperationNames.GenAi(call.Operation) },
            { "gen_ai.provider.name", call.LastAttempt?.Provider.Id ?? "none" },
            { "gen_ai.request.model", OrNone(call.Route.ModelId) },
            { "gen_ai.response.model", OrNone(call.LastAttempt?.Hop.Target.Model) },
        };
        _duration.Record(totalSeconds, tags);
        if (firstTokenSeconds is { } first)
            _firstToken.Record(first, tags);
        _calls.Add(1, new("aigateway.consumer", call.Consumer.Id), new("aigateway.model", OrNone(call.Route.ModelId)), new("aigateway.outcome", call.Outcome.ToString()));
        if (call.Attempts > 0)
            _attempts.Add(call.Attempts, new("gen_ai.provider.name", call.LastAttempt?.Provider.Id), new("aigateway.model", OrNone(call.Route.ModelId)));
        if (cost is { Nanos: > 0 } charged)
            _cost.Add((double)charged.Dollars, new("aigateway.consumer", call.Consumer.Id), new("aigateway.model", OrNone(call.Route.ModelId)));
        if (call.AllTokens.Total == 0)
            return;
        tags.Add("gen_ai.token.type", "input");
        _tokens.Record(call.AllTokens.Prompt, tags);
        tags[4] = new("gen_ai.token.type", "output");
        _tokens.Record(call.AllTokens.Completion, tags);
    }

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
