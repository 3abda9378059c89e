using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiGateway.Core.Health;
using AiGateway.Core.Money;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Shadow;
using AiGateway.Hosting;

namespace AiGateway.Edge.Telemetry;

/// <summary>What copies of calls did, apart from the metrics of calls. Labels come from the catalog only.</summary>
internal sealed class ShadowMetrics
{
    private readonly Counter<long> _calls;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _cost;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;

    public ShadowMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GatewayTelemetry.Name);
        _calls = meter.CreateCounter<long>("aigateway.shadow.calls", "{call}", "Copies sent, by how they ended.");
        _dropped = meter.CreateCounter<long>("aigateway.shadow.dropped", "{call}", "Calls whose turn it was to be copied and that were not, by reason.");
        _tokens = meter.CreateCounter<long>("aigateway.shadow.tokens", "{token}", "Tokens of copies, by type.");
        _cost = meter.CreateCounter<double>("aigateway.shadow.cost", "{USD}", "What copies of known price cost, US dollars.");
        _duration = meter.CreateHistogram<double>("aigateway.shadow.duration", "s", "From sending a copy to the end of its answer.");
        _firstToken = meter.CreateHistogram<double>("aigateway.shadow.time_to_first_token", "s", "From sending a copy to its first content.");
    }

    public void Dropped(string model, ShadowDrop why) => _dropped.Add(1, new("aigateway.model", model), new("aigateway.reason", why.Name()));

    public void Ended(Exchange call, UpstreamFailure? failure, double totalSeconds, double? firstTokenSeconds, Usd? cost)
    {
        var tags = new TagList
        {
            { "aigateway.model", call.Route.ModelId },
            { "aigateway.provider", call.Route.Hops[0].Target.Provider.Id },
            { "gen_ai.response.model", call.Route.Hops[0].Target.Model },
        };
        _duration.Record(totalSeconds, tags);
        if (firstTokenSeconds is { } first)
            _firstToken.Record(first, tags);
        if (cost is { Nanos: > 0 } charged)
            _cost.Add((double)charged.Dollars, tags);
        tags.Add("aigateway.outcome", call.Outcome.ToString());
        tags.Add("error.type", failure?.Class.ToString() ?? "none");
        _calls.Add(1, tags);
        if (call.Tokens.Total == 0)
            return;
        tags.RemoveAt(4);
        tags[3] = new("gen_ai.token.type", "input");
        _tokens.Add(call.Tokens.Prompt, tags);
        tags[3] = new("gen_ai.token.type", "output");
        _tokens.Add(call.Tokens.Completion, tags);
    }
}
