using System.Diagnostics.Metrics;
using System.Threading.Channels;
using AiGateway.Core.Catalog;
using AiGateway.Core.Grayscale;
using AiGateway.Core.Health;
using AiGateway.Edge.Catalog;
using AiGateway.Grains.Grayscale;
using AiGateway.Hosting;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// Tells the owners of ramps what became of this edge's calls: a failure of the canary at once, the rest gathered for a quarter of
/// a second. Its first word of a ramp starts it. Also shows what each canary gets here, as a metric.
/// </summary>
internal sealed partial class RampReporter : BackgroundService
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);

    private readonly Channel<RampView> _failed = Channel.CreateBounded<RampView>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly IGrainFactory _grains;
    private readonly CatalogView _catalog;
    private readonly RampViews _views;
    private readonly KeyViews _keys;
    private readonly EdgeIdentity _edge;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public RampReporter(
        IGrainFactory grains, CatalogView catalog, RampViews views, KeyViews keys, EdgeIdentity edge, IMeterFactory meters, TimeProvider time, ILogger<RampReporter> logger)
    {
        (_grains, _catalog, _views, _keys, _edge, _time, _logger) = (grains, catalog, views, keys, edge, time, logger);
        views.CanaryFailed += view => _failed.Writer.TryWrite(view);
        meters.Create(GatewayTelemetry.Name).CreateObservableGauge("aigateway.ramp.share", Shares, unit: null, "Part of a model's calls that this edge gives to the canary of its ramp.");
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ReportFailures(stoppingToken), ReportAll(stoppingToken));

    private IEnumerable<Measurement<double>> Shares() => (_catalog.Table?.Ramps ?? []).Select(route =>
        new Measurement<double>((double)_views[route.Spec.Id].For(route).Share / RampTerms.Whole, new KeyValuePair<string, object?>("aigateway.model", route.Spec.Id)));

    private async Task ReportFailures(CancellationToken stop)
    {
        try
        {
            await foreach (var view in _failed.Reader.ReadAllAsync(stop))
            {
                // Others of the same moment are in the same report.
                if (view.IsAlarmed && _catalog.Table?.Ramps.FirstOrDefault(route => route.Spec.Id == view.ModelId) is { } route)
                    _ = Send(view, route);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private async Task ReportAll(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Gather, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                foreach (var route in _catalog.Table?.Ramps ?? [])
                    _ = Send(_views[route.Spec.Id], route);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private async Task Send(RampView view, ModelRoute route)
    {
        var terms = route.Ramp!.Terms;
        var again = true;
        while (again && view.TryStartSending())
        {
            try
            {
                if (view.NextReport(_edge, terms, HasNoKey(route.Targets[route.Ramp.Canary].Provider)) is { } report)
                {
                    view.Answered(await _grains.GetGrain<IRampGrain>(view.ModelId).Report(report));
                    view.IsHeard = true;
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Once, and not for each of the tries that follow.
                if (view.IsHeard)
                    LogNotReported(_logger, view.ModelId, e.Message);
                view.IsHeard = false;
                return;
            }
            finally
            {
                view.EndSending();
            }
            // A failure that came while the report was under way found nobody to tell it.
            again = view.IsAlarmed;
        }
    }

    private bool HasNoKey(ProviderEntry provider) =>
        !provider.NeedsNoKey && Array.TrueForAll(provider.Keys, key => key.Disabled || NeedsSomebody(_keys[key.Id].Status));

    private static bool NeedsSomebody(Grains.Keys.KeyStatus status) =>
        (status.State == KeyHealthState.Probing ? status.ProbedFrom : status.State) is KeyHealthState.Dead or KeyHealthState.QuotaOut or KeyHealthState.Disabled;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Owner of the ramp of {Model} could not be told how its canary does: {Reason}")]
    private static partial void LogNotReported(ILogger logger, string model, string reason);
}
