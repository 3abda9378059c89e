using System.Text;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Telemetry;

/// <summary>An edge that exports to a collector of the test, by nothing but the standard variables.</summary>
public sealed class ObservedGateway : IAsyncLifetime
{
    public const string CallersSecret = "canary caller 5be0c2417a";
    private const string KeySecret = "sk-canary-otlp-91d7e3";

    public FakeProviderProcess Fake { get; private set; } = null!;

    public EdgeProcess Edge { get; private set; } = null!;

    public OtlpCollector Collector { get; private set; } = null!;

    public static string[] Secrets => [CallersSecret, KeySecret, EdgeOptions.DefaultAdminToken];

    public static string Secret(string provider) => $"{KeySecret}-{provider}";

    public ValueTask InitializeAsync() => Start(exportEveryMs: 100);

    public async ValueTask Start(int exportEveryMs)
    {
        Collector = await OtlpCollector.Start();
        Fake = await FakeProviderProcess.Start();
        Edge = await EdgeProcess.Start(new EdgeOptions
        {
            ConsumerKey = CallersSecret,
            Environment = new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Endpoint,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = $"{exportEveryMs}",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = $"{exportEveryMs}",
            },
            Catalog = $$"""
                providers:
                  - { id: first, baseUrl: {{Fake.BaseUrl}}, keys: [ { id: first-1, secret: {{Secret("first")}} } ] }
                  - { id: second, baseUrl: {{Fake.BaseUrl}}, keys: [ { id: second-1, secret: {{Secret("second")}} } ] }
                  - { id: steady, baseUrl: {{Fake.BaseUrl}}, keys: [ { id: steady-1, secret: {{Secret("steady")}} } ] }
                models:
                  - { id: chained, targets: [ { provider: first, model: fake-one } ], fallback: [ { provider: second, model: fake-two } ] }
                  - { id: plain, targets: [ { provider: steady, model: fake-chat } ] }
                  - { id: counted, targets: [ { provider: steady, model: fake-chat } ] }
                consumers:
                  - { id: team, keys: [ { secret: "{{CallersSecret}}" } ], models: [ "*" ], limits: { requestsPerMinute: 100000, tokensPerMinute: 10000000, concurrent: 100 } }
                """,
        });
    }

    /// <summary>A call as one step of a trace that began elsewhere.</summary>
    public async Task<HttpAnswer> ChatWithin(string traceparent, string model, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Headers.Add("traceparent", traceparent);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        request.Content = new StringContent($$"""{"model":"{{model}}","messages":[{"role":"user","content":"one two three"}]}""", Encoding.UTF8, "application/json");
        using var response = await Edge.Data.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpAnswer.Read(response);
    }

    /// <summary>The span of a call, once it has been exported. Those of its attempts ended before it.</summary>
    public async Task<OtlpSpan> SpanOf(string? callId) =>
        (await Collector.Until(c => c.Spans.FirstOrDefault(s => s["aigateway.call.id"] == callId), span => span is not null))!;

    /// <summary>What the gateway itself says of a trace; Orleans has spans of its own in it.</summary>
    public IReadOnlyList<OtlpSpan> Own(string traceId) => [.. Collector.Spans.Where(s => s.TraceId == traceId && s.Source == "AiGateway")];

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        await Fake.DisposeAsync();
        await Collector.DisposeAsync();
    }
}
