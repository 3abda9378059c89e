using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AiGateway.Hosting;

/// <summary>
/// Metrics at <c>/metrics</c> for Prometheus; metrics and traces over OTLP as soon as one of the standard
/// <c>OTEL_EXPORTER_OTLP_*</c> endpoints is set.
/// </summary>
public static class GatewayTelemetry
{
    /// <summary>Name of the gateway's own meter and activity source.</summary>
    public const string Name = "AiGateway";

    /// <summary>Counted for each of two things of the catalog, of which there may be hundreds.</summary>
    private static readonly string[] ManySeries = ["aigateway.calls", "aigateway.cost", "aigateway.key.attempts", "aigateway.key.state"];

    /// <summary>What is beyond it OpenTelemetry throws together; of its own accord from 2,000 on. Each costs about 100 bytes, taken at the start.</summary>
    private const int MaxSeries = 20_000;

    public static void AddGatewayTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        var configuration = builder.Configuration;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService(configuration["OTEL_SERVICE_NAME"] ?? serviceName))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Name, "Microsoft.Orleans", "System.Runtime").AddPrometheusExporter();
                foreach (var (instrument, bounds) in GenAiBuckets.All)
                    metrics.AddView(instrument, new ExplicitBucketHistogramConfiguration { Boundaries = bounds });
                foreach (var instrument in ManySeries)
                    metrics.AddView(instrument, new MetricStreamConfiguration { CardinalityLimit = MaxSeries });
                if (HasEndpoint(configuration, "METRICS"))
                    metrics.AddOtlpExporter();
            });
        if (HasEndpoint(configuration, "TRACES"))
            telemetry.WithTracing(traces => traces.AddSource(Name, "Microsoft.Orleans.Application").AddOtlpExporter());
    }

    private static bool HasEndpoint(IConfiguration configuration, string signal) =>
        !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) || !string.IsNullOrEmpty(configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]);
}
