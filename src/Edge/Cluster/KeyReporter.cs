using System.Threading.Channels;
using AiGateway.Core.Health;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// Tells the owners of keys what this edge saw: a failure at once, successes gathered for a quarter of a second.
/// The key is out of use here from the moment of the failure; the owner's answer confirms or lifts that.
/// </summary>
internal sealed partial class KeyReporter(IGrainFactory grains, KeyViews views, TimeProvider time, ILogger<KeyReporter> logger) : BackgroundService
{
    /// <summary>How long a key that failed stays out of use here without a word from its owner.</summary>
    private const int QuarantineMs = 2_000;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);

    private readonly Channel<(KeyView Key, KeyFailure Failure)> _failures = Channel.CreateBounded<(KeyView, KeyFailure)>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public static void Succeeded(KeyView key) => key.CountSuccess();

    public void Failed(KeyView key, string model, UpstreamFailure failure)
    {
        if (!failure.MovesOn)
            return;
        var untilMs = time.MonotonicMs() + QuarantineMs;
        if (failure.Scope == FailureScope.KeyModel)
            key.Quarantine(model, untilMs);
        else if (failure.PenalisesKey)
            key.Quarantine(untilMs);
        _failures.Writer.TryWrite((key, new KeyFailure(model, failure)));
    }

    /// <summary>How the one call that was allowed to try the key went.</summary>
    public void Probed(KeyView key, ProbeGrant probe, string model, UpstreamFailure? failure)
    {
        // A caller that left, or whose request was wrong, proved nothing about the key.
        var report = new ProbeReport(probe.Ticket, failure is null, model, failure is { MovesOn: true } ? failure : null);
        _ = SendProbe(key, report);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ReportFailures(stoppingToken), ReportSuccesses(stoppingToken));

    private async Task ReportFailures(CancellationToken stop)
    {
        try
        {
            await foreach (var (key, failure) in _failures.Reader.ReadAllAsync(stop))
            {
                // Started, not awaited: an owner that does not answer must not hold up word about other keys.
                _ = Send(key, new KeyReport(key.TakeSuccesses(), [failure]));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private async Task ReportSuccesses(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Gather, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                foreach (var key in views.All)
                {
                    if (key.TakeSuccesses() is > 0 and var successes)
                        _ = Send(key, new KeyReport(successes, []));
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private async Task Send(KeyView key, KeyReport report)
    {
        try
        {
            var status = await grains.GetGrain<IApiKeyGrain>(key.Id).Report(report);
            key.Apply(status, time.MonotonicMs());
            if (report.Failures.Length > 0)
                key.EndQuarantine();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotReported(logger, key.Id, e.Message);
        }
    }

    private async Task SendProbe(KeyView key, ProbeReport report)
    {
        try
        {
            key.Apply(await grains.GetGrain<IApiKeyGrain>(key.Id).ReportProbe(report), time.MonotonicMs());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The ticket's deadline ends the probe without this word.
            LogNotReported(logger, key.Id, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Owner of key {KeyId} could not be told of its state: {Reason}")]
    private static partial void LogNotReported(ILogger logger, string keyId, string reason);
}
