using System.Threading.Channels;
using AiGateway.Core.Health;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Endpoints;
using AiGateway.Grains.Keys;

namespace AiGateway.Edge.Cluster;

/// <summary>
/// Tells the owners of keys and of endpoints what this edge saw: a failure at once, successes gathered for a quarter of a
/// second. What failed is out of use here from that moment on; the owner's answer confirms or lifts that.
/// </summary>
internal sealed partial class KeyReporter(IGrainFactory grains, KeyViews views, TimeProvider time, ILogger<KeyReporter> logger) : BackgroundService
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TellAgain = TimeSpan.FromMilliseconds(250);

    private readonly Channel<(KeyView Key, KeyFailure Failure)> _failures = Channel.CreateBounded<(KeyView, KeyFailure)>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>How a call ended for its key, whether it tried the key out or was one like any other.</summary>
    /// <param name="key">What it was made with.</param>
    /// <param name="probe">Set when it was to try that out.</param>
    /// <param name="model">As the provider calls it.</param>
    /// <param name="failure">Null for success.</param>
    public void Ended(KeyView key, ProbeGrant? probe, string model, UpstreamFailure? failure)
    {
        if (probe is not null)
            Probed(key, probe, model, failure);
        else if (failure is not null)
            Failed(key, model, failure);
        else
            Succeeded(key, model);
    }

    public static void Succeeded(KeyView key, string model) => key.CountSuccess(model);

    public void Failed(KeyView key, string model, UpstreamFailure failure)
    {
        if (!failure.MovesOn)
            return;
        var nowMs = time.MonotonicMs();
        if (failure.UnfitsEdge)
        {
            // Neither the key's fault nor another edge's concern.
            Unfit(key, failure, nowMs);
            return;
        }
        if (failure.StrikesEndpoint)
            key.Endpoint?.Failed(key, model, failure, nowMs);
        Blame(key, model, failure, nowMs);
        if (!failure.ConcernsAccount)
            return;
        // What the account has used up, its other keys do not have either: each would only be refused as well.
        foreach (var mate in key.Mates)
            Blame(mate, model, failure, nowMs);
    }

    /// <summary>How the one call that was allowed to try the key, the key for a model, or its endpoint, went.</summary>
    public void Probed(KeyView key, ProbeGrant probe, string model, UpstreamFailure? failure)
    {
        // A caller that left, or whose request was wrong, proved nothing about the key; about the endpoint it did, unless it left.
        var told = failure is { MovesOn: true } || (probe.OfEndpoint && failure is { Class: not FailureClass.ClientCancelled });
        var report = new ProbeReport(probe.Ticket, failure is null, model, told ? failure : null);
        if (!probe.OfEndpoint)
        {
            _ = Tell(key, owner => owner.ReportProbe(report));
            return;
        }
        if (key.Endpoint is { } endpoint)
            _ = Tell(endpoint, owner => owner.ReportProbe(report));
        if (failure is { StrikesEndpoint: false })
            Failed(key, model, failure);
    }

    /// <summary>How a cheap call of the gateway's own went.</summary>
    public void Tried(KeyView key, ProbeGrant probe, UpstreamFailure? failure)
    {
        if (probe.OfEndpoint || failure is null or { Class: FailureClass.ClientCancelled })
            Probed(key, probe, "", failure);
        else
            _ = Tell(key, owner => owner.ReportProbe(new ProbeReport(probe.Ticket, Succeeded: false, "", failure)));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ReportFailures(stoppingToken), ReportSuccesses(stoppingToken));

    private void Blame(KeyView key, string model, UpstreamFailure failure, long nowMs)
    {
        // A limit ends by time, and the provider has mostly said when: the call that met it may wait for that before the owner has answered.
        long? backAt = failure.Class == FailureClass.KeyThrottled
            ? nowMs + (failure.RetryAfterMs ?? (key.Endpoint?.Terms ?? HealthTerms.Default).ThrottleMs)
            : null;
        var until = Math.Min(backAt ?? long.MaxValue, nowMs + EndpointView.QuarantineMs);
        if (failure.Scope == FailureScope.KeyModel)
            key.Quarantine(model, until, backAt);
        else if (failure.PenalisesKey)
            key.Quarantine(until, backAt);
        _failures.Writer.TryWrite((key, new KeyFailure(model, failure)));
    }

    private void Unfit(KeyView key, UpstreamFailure failure, long nowMs)
    {
        if (key.Endpoint is not { } endpoint)
            return;
        var fresh = endpoint.MarkUnfit(key, nowMs);
        if (fresh.Key)
            LogUnfit(logger, endpoint.Id, key.Id, endpoint.Terms.UnfitMs / 1_000, failure.Message ?? failure.ReasonCode);
        if (fresh.Endpoint)
            LogShutOut(logger, endpoint.Id, endpoint.Terms.UnfitMs / 1_000);
    }

    private async Task ReportFailures(CancellationToken stop)
    {
        try
        {
            await foreach (var (key, failure) in _failures.Reader.ReadAllAsync(stop))
            {
                // Started, not awaited: an owner that does not answer must not hold up word about other keys.
                if (failure.Failure.StrikesEndpoint && key.Endpoint is { } endpoint)
                    _ = Send(endpoint, [new KeyFault(key.Id, failure.Failure) { Model = failure.Model }]);
                _ = Send(key, [failure], key.TakeSuccesses(), stop);
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
                        _ = Send(key, [], successes, stop);
                }
                foreach (var endpoint in views.Endpoints)
                    _ = Send(endpoint, []);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private async Task Send(KeyView key, KeyFailure[] failures, int successes, CancellationToken stop)
    {
        var report = new KeyReport(successes, failures) { Terms = key.Endpoint?.Terms, Models = key.TakeModelSuccesses() };
        if (Array.Exists(failures, failure => IsRefusal(failure.Failure)))
            await Insist(key, report, stop);
        else if (!await Tell(key, owner => owner.Report(report)))
            return;
        if (Array.Exists(failures, failure => !failure.Failure.StrikesEndpoint))
            key.EndQuarantine();
    }

    /// <summary>
    /// A key that is refused will be refused again: it must not come back by time alone because its owner is out of reach. The
    /// owner is told until it has heard, and the key stays out here as long.
    /// </summary>
    private async Task Insist(KeyView key, KeyReport report, CancellationToken stop)
    {
        key.AwaitOwner();
        try
        {
            while (!await Tell(key, owner => new(FirstAnswer.To(() => owner.Report(report).AsTask(), TellAgain, time, stop))))
                await Task.Delay(TellAgain, time, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            key.Told();
        }
    }

    private static bool IsRefusal(UpstreamFailure failure) =>
        failure.Scope == FailureScope.Key && (failure.Class == FailureClass.KeyDead || failure.ExhaustsQuota);

    private async Task Send(EndpointView endpoint, KeyFault[] faults)
    {
        if (endpoint.TakeReport(faults, time.MonotonicMs()) is { } report)
            await Tell(endpoint, owner => owner.Report(report));
    }

    /// <returns>Whether the owner has heard it. A probe it has not heard of is ended by its deadline.</returns>
    private async Task<bool> Tell(KeyView key, Func<IApiKeyGrain, ValueTask<KeyStatus>> tell)
    {
        try
        {
            key.Apply(await tell(grains.GetGrain<IApiKeyGrain>(key.Id)), time.MonotonicMs());
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotReported(logger, key.Id, e.Message);
            return false;
        }
    }

    private async Task Tell(EndpointView endpoint, Func<IEndpointGrain, ValueTask<EndpointStatus>> tell)
    {
        try
        {
            endpoint.Apply(await tell(grains.GetGrain<IEndpointGrain>(endpoint.Id)), time.MonotonicMs());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogEndpointNotReported(logger, endpoint.Id, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Owner of key {KeyId} could not be told of its state: {Reason}")]
    private static partial void LogNotReported(ILogger logger, string keyId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Owner of endpoint {EndpointId} could not be told of its state: {Reason}")]
    private static partial void LogEndpointNotReported(ILogger logger, string endpointId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "Provider {ProviderId} does not let this edge in with key {KeyId}, because of its address or country; not using it here for {Seconds} s: {Reason}")]
    private static partial void LogUnfit(ILogger logger, string providerId, string keyId, long seconds, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "Provider {ProviderId} does not let this edge in, because of its address or country; leaving it alone for {Seconds} s")]
    private static partial void LogShutOut(ILogger logger, string providerId, long seconds);
}
