using System.Diagnostics.Metrics;
using AiGateway.Core.Money;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Pipeline;

namespace AiGateway.Edge.Telemetry;

/// <summary>What each consumer's calls came to. Only so many consumers are named; the models are those of the catalog.</summary>
internal sealed class ConsumerMetrics
{
    /// <summary>All consumers that metrics do not name.</summary>
    private const string Others = "other";

    private readonly int _named;
    private readonly Counter<long> _calls;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _tokens;
    private readonly Histogram<double> _duration;

    /// <param name="meter">The gateway's.</param>
    /// <param name="named">How many consumers are named.</param>
    public ConsumerMetrics(Meter meter, int named)
    {
        _named = named;
        _calls = meter.CreateCounter<long>("aigateway.calls", "{call}", "Calls of known consumers, by how they ended.");
        _cost = meter.CreateCounter<double>("aigateway.cost", "{USD}", "What calls of known price cost, US dollars.");
        _tokens = meter.CreateCounter<long>("aigateway.consumer.tokens", "{token}", "Tokens of each consumer's calls, by type.");
        _duration = meter.CreateHistogram<double>("aigateway.consumer.duration", "s", "From acceptance of a consumer's call to its end.");
    }

    /// <param name="call">The call.</param>
    /// <param name="model">The catalog's, or <c>none</c>.</param>
    /// <param name="totalSeconds">From acceptance to its end.</param>
    /// <param name="cost">What it cost; null when that is not known.</param>
    public void Finished(Exchange call, string model, double totalSeconds, Usd? cost)
    {
        var consumer = new KeyValuePair<string, object?>("aigateway.consumer", Label(call.Consumer));
        _calls.Add(1, consumer, new("aigateway.model", model), new("aigateway.outcome", call.Outcome.ToString()));
        _duration.Record(totalSeconds, consumer);
        if (cost is { Nanos: > 0 } charged)
            _cost.Add((double)charged.Dollars, consumer, new("aigateway.model", model));
        if (call.AllTokens.Total == 0)
            return;
        _tokens.Add(call.AllTokens.Prompt, consumer, new("gen_ai.token.type", "input"));
        _tokens.Add(call.AllTokens.Completion, consumer, new("gen_ai.token.type", "output"));
    }

    private string Label(ConsumerEntry consumer) => consumer.Rank < _named ? consumer.Id : Others;
}
