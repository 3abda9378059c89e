using System.Collections.Concurrent;
using AiGateway.Core.Catalog;
using AiGateway.Core.Limits;
using AiGateway.Grains.Consumers;

namespace AiGateway.Edge.Cluster;

/// <summary>This edge's leases on the limits of the consumers that call it, refilled ahead of need and given back when idle.</summary>
internal sealed partial class ConsumerLeases(
    IGrainFactory grains, EdgeIdentity edge, CatalogView catalog, TimeProvider time, ILogger<ConsumerLeases> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<string, ConsumerLease> _leases = new(StringComparer.Ordinal);
    private readonly long _startedMs = time.MonotonicMs();

    public ConsumerLease For(string consumer) => _leases.GetOrAdd(consumer, static (id, self) => self.NewLease(id), this);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Tend();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private void Tend()
    {
        var now = time.MonotonicMs();
        foreach (var (id, lease) in _leases)
        {
            if (lease.Wallet.IsEmpty(now) && lease.IdleSince(now))
                _leases.TryRemove(id, out _);
            else if (lease.Wallet.HasWork(now) || lease.Wallet.RefillDue(lease.Limits, now))
                _ = lease.Refill();
        }
    }

    /// <summary>
    /// A wallet that was forgotten and made anew counts its reports from 1 again: to an owner that remembers the old one it has
    /// to be a later incarnation, or all it asks for would pass for repetition.
    /// </summary>
    private ConsumerLease NewLease(string consumer) => new(
        new LeaseWallet(edge.Id, edge.Incarnation + time.MonotonicMs() - _startedMs),
        (report, limits) => grains.GetGrain<IConsumerGrain>(consumer).Lease(report, limits, catalog.Version),
        e => LogNotRefilled(logger, consumer, e.Message),
        time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Limits of consumer {Consumer} could not be leased: {Reason}")]
    private static partial void LogNotRefilled(ILogger logger, string consumer, string reason);
}

/// <summary>Sends a report to the owner of a consumer's limits.</summary>
internal delegate ValueTask<LeaseReply> SendLeaseReport(LeaseReport report, LimitSpec limits);
