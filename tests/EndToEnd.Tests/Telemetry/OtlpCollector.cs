using System.Runtime.CompilerServices;
using AiGateway.EndToEnd.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiGateway.EndToEnd.Tests.Telemetry;

/// <summary>Takes what a process exports over OTLP/HTTP, keeps it as it came, and tells who waits of each arrival.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<OtlpExport> _exports = [];
    private readonly WebApplication _app;
    private TaskCompletionSource _arrival = NewSignal();

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/{**path}", Take);
    }

    /// <summary>What <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names.</summary>
    public string Endpoint => _app.Urls.Single();

    public IReadOnlyList<OtlpExport> Exports
    {
        get
        {
            lock (_gate)
                return [.. _exports];
        }
    }

    public IReadOnlyList<OtlpSpan> Spans => [.. Of("/v1/traces").SelectMany(OtlpSpan.All)];

    /// <summary>Points of the latest export that has any of this metric; they are sums since the process began.</summary>
    public IReadOnlyList<OtlpPoint> Points(string metric) =>
        Of("/v1/metrics").Select(request => OtlpPoint.All(request).Where(p => p.Metric == metric).ToList()).LastOrDefault(points => points.Count > 0) ?? [];

    public static async Task<OtlpCollector> Start()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Looks now and at every arrival, until the condition holds.</summary>
    public async Task<T> Until<T>(Func<OtlpCollector, T> look, Func<T, bool> until, [CallerArgumentExpression(nameof(until))] string? what = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Eventually.Deadline);
        while (true)
        {
            Task arrival;
            lock (_gate)
                arrival = _arrival.Task;
            var seen = look(this);
            if (until(seen))
                return seen;
            try
            {
                await arrival.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"{what}: no export made it true. {Exports.Count} exports, spans:\n{string.Join('\n', Spans)}");
            }
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<WireMessage> Of(string path) => Exports.Where(e => e.Path == path).Select(e => WireMessage.Read(e.Body));

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var export = new OtlpExport(http.Request.Path, http.Request.ContentType, body.ToArray());
        // An answer without fields is an empty message: all was taken.
        http.Response.ContentType = OtlpExport.Protobuf;
        lock (_gate)
        {
            _exports.Add(export);
            _arrival.TrySetResult();
            _arrival = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>One request of an exporter.</summary>
public sealed record OtlpExport(string Path, string? ContentType, byte[] Body)
{
    public const string Protobuf = "application/x-protobuf";
}
