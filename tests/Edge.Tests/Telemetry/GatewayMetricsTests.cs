using System.Diagnostics.Metrics;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Telemetry;

public sealed class GatewayMetricsTests : IDisposable
{
    private readonly List<(string Instrument, double Value, Dictionary<string, string?> Tags)> _measured = [];
    private readonly MeterListener _listener = new();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Each_attempt_is_counted_with_its_provider_and_how_it_ended()
    {
        using var gateway = Listen(new TestGateway());
        gateway.Provider.Answers(500, """{"error":{"message":"no","code":"a word of the provider's"}}""").Answers(200, TestGateway.Answer());

        await gateway.Call(TestGateway.Chat());

        Assert.Equal(
            [("p", "chat", "none", 1.0), ("p", "chat", "transient", 1.0)],
            Of("aigateway.attempts").Select(one => (one.Tags["aigateway.provider"], one.Tags["aigateway.model"], one.Tags["error.type"], one.Value)).Order());
        Assert.DoesNotContain(_measured, one => one.Tags.Values.Any(value => value?.Contains("word of", StringComparison.Ordinal) == true));
    }

    [Fact]
    public async Task Each_keys_attempts_are_counted_by_how_they_ended()
    {
        using var gateway = Listen(new TestGateway());
        gateway.Provider.Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());

        await gateway.Call(TestGateway.Chat());

        var keys = Of("aigateway.key.attempts").ToList();
        Assert.Equal(["none", "transient"], keys.Select(one => one.Tags["error.type"]).Order());
        Assert.All(keys, one => Assert.Equal(("p", 1.0), (one.Tags["aigateway.provider"], one.Value)));
        Assert.All(keys, one => Assert.False(string.IsNullOrEmpty(one.Tags["aigateway.key"])));
    }

    [Fact]
    public async Task A_consumers_tokens_and_times_are_measured_under_its_name_alone()
    {
        using var gateway = Listen(new TestGateway());
        gateway.Provider.Before = _ =>
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        };
        gateway.Provider.Answers(200, TestGateway.Answer());

        await gateway.Call(TestGateway.Chat());

        var consumer = Assert.Single(Of("aigateway.calls")).Tags["aigateway.consumer"];
        var duration = Assert.Single(Of("aigateway.consumer.duration"));
        Assert.Equal(2, duration.Value, 3);
        Assert.Equal([new("aigateway.consumer", consumer)], duration.Tags);
        Assert.Equal(
            Of("gen_ai.client.token.usage").Select(one => (one.Tags["gen_ai.token.type"], one.Value)),
            Of("aigateway.consumer.tokens").Select(one => (one.Tags["gen_ai.token.type"], one.Value)));
        Assert.All(Of("aigateway.consumer.tokens"), one => Assert.Equal(consumer, one.Tags["aigateway.consumer"]));
    }

    [Fact]
    public async Task Each_upstream_call_is_timed_from_its_own_sending_as_a_clients()
    {
        using var gateway = Listen(new TestGateway());
        var took = 0;
        gateway.Provider.Before = _ =>
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(++took));
            return Task.CompletedTask;
        };
        gateway.Provider.Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());

        await gateway.Call(TestGateway.Chat());

        var timed = Of("gen_ai.client.operation.duration").ToList();
        Assert.Equal([1.0, 2.0], timed.Select(one => one.Value));
        Assert.Equal(["transient", null], timed.Select(one => one.Tags.GetValueOrDefault("error.type")));
        Assert.All(timed, one => Assert.Equal(
            ("chat", "p", "p", "chat", "p", "80"),
            (one.Tags["gen_ai.operation.name"], one.Tags["gen_ai.provider.name"], one.Tags["aigateway.provider"], one.Tags["gen_ai.request.model"],
                one.Tags["server.address"], one.Tags["server.port"])));
        // The first chunk is measured of streams alone, and so is the time of a token.
        Assert.Empty(Of("gen_ai.client.operation.time_to_first_chunk"));
        Assert.Empty(Of("gen_ai.server.time_per_output_token"));
    }

    [Fact]
    public void What_is_lost_is_counted_from_nothing()
    {
        using var gateway = Listen(new TestGateway());

        _listener.RecordObservableInstruments();

        Assert.Equal(
            [("aigateway.pins.lost", 0.0), ("aigateway.responses.lost", 0.0)],
            _measured.Where(one => one.Instrument.EndsWith(".lost", StringComparison.Ordinal)).Select(one => (one.Instrument, one.Value)).Order());
    }

    [Fact]
    public async Task A_duration_says_what_went_wrong_and_says_nothing_when_nothing_did()
    {
        using var gateway = Listen(new TestGateway());
        gateway.Provider.Answers(200, TestGateway.Answer()).Answers(400, """{"error":{"message":"no","type":"invalid_request_error"}}""");

        await gateway.Call(TestGateway.Chat());
        await gateway.Call(TestGateway.Chat());

        Assert.Equal([null, "client_error"], Of("gen_ai.server.request.duration").Select(one => one.Tags.GetValueOrDefault("error.type")));
    }

    [Fact]
    public async Task What_the_gateway_itself_took_ends_where_the_only_attempt_is_sent()
    {
        using var gateway = Listen(new TestGateway());
        gateway.Provider.Before = _ =>
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        };
        gateway.Provider.Answers(200, TestGateway.Answer()).Answers(500, TestGateway.ServerError).Answers(200, TestGateway.Answer());

        await gateway.Call(TestGateway.Chat());
        await gateway.Call(TestGateway.Chat());

        Assert.Equal(0, Assert.Single(Of("aigateway.overhead")).Value);
    }

    [Theory]
    [InlineData(2, "b")]
    [InlineData(1, "other")]
    [InlineData(0, "other")]
    public async Task Metrics_name_as_many_consumers_as_they_may_in_the_order_of_their_ids(int labels, string named)
    {
        const string Yaml = """
            providers:
              - { id: p, baseUrl: 'http://p/v1', keys: [ { id: k, secret: one } ] }
            models:
              - { id: chat, targets: [ { provider: p, model: gpt } ] }
            consumers:
              - { id: b, keys: [ { secret: the caller's own key } ], models: [ "*" ] }
              - { id: a, keys: [ { secret: another key } ], models: [ "*" ] }
            """;
        using var gateway = Listen(new TestGateway(Yaml, new GatewaySettings { MaxConsumerLabels = labels }));
        gateway.Provider.Answers(200, TestGateway.Answer());

        await gateway.Call(TestGateway.Chat());

        Assert.Equal(named, Assert.Single(Of("aigateway.calls")).Tags["aigateway.consumer"]);
    }

    /// <summary>To this gateway's own meters: others run at the same time.</summary>
    private TestGateway Listen(TestGateway gateway)
    {
        // Now: others publish theirs until the listener is gone, which is later than the gateway.
        var own = gateway.Meters;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, own))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _listener.Start();
        return gateway;
    }

    private void Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var named = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, tag) in tags)
            named[name] = tag?.ToString();
        lock (_measured)
            _measured.Add((instrument.Name, value, named));
    }

    private IEnumerable<(string Instrument, double Value, Dictionary<string, string?> Tags)> Of(string instrument) => _measured.Where(one => one.Instrument == instrument);
}
