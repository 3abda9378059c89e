using System.Buffers;
using AiGateway.Core.Usage;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Usage;
using AiGateway.Hosting;

namespace AiGateway.Edge.Usage;

/// <summary>
/// Passes the journal on to the control plane, batch by batch: first what each page of the roll-ups gains, then the lines
/// themselves. A batch is confirmed when all of it has arrived; until then it is sent again as it is.
/// </summary>
internal sealed partial class UsageShipper(
    UsageJournal journal, string directory, ListsCalls lists, IGrainFactory grains, EdgeIdentity edge, IHostApplicationLifetime life,
    TimeProvider time, ILogger<UsageShipper> logger) : BackgroundService
{
    /// <summary>Every batch writes each page it touches anew: this bounds both what that costs and how late the numbers are.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(2);
    private readonly UsageBatches _batches = new(journal, directory);
    private bool _registered;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            await life.UntilStarted(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await ShipAll();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Calls that ended during the shutdown leave with it; what does not get through is sent by the next start.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await ShipAll().WaitAsync(LastTry, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            LogLeft(logger, _batches.Unconfirmed);
        }
    }

    private async Task ShipAll()
    {
        try
        {
            foreach (var batch in _batches.Waiting())
            {
                await Send(batch);
                _batches.Confirm(batch);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotShipped(logger, _batches.Unconfirmed, e.Message);
        }
    }

    private async Task Send(UsageBatch batch)
    {
        if (batch.Tally.IsEmpty)
            return;
        if (!_registered)
            await grains.GetGrain<IUsageIndexGrain>(IUsageIndexGrain.Key).Register(edge.Id);
        _registered = true;

        await Task.WhenAll(batch.Tally.Pages().Select(page => grains.UsagePage(page.Key).Absorb(edge.Id, batch.Last, page.Value).AsTask()));
        // Where there is a store of records, each is looked up there.
        if (lists.Calls)
            await grains.GetGrain<ICallLogGrain>(edge.Id).Append(Listed(batch));
    }

    private CallBatch Listed(UsageBatch batch)
    {
        var newest = batch.Tally.Newest;
        var lines = new ArrayBufferWriter<byte>(newest.Count * 512);
        foreach (var record in newest)
            lines.Write(JournalLine.Of(record));
        var bounds = new CallBatchRef(edge.Id, batch.First, batch.Last, newest.Min(r => r.StartedAtMs), newest.Max(r => r.StartedAtMs));
        return new CallBatch(bounds, lines.WrittenSpan.ToArray());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Waiting} usage record(s) wait in the journal, the control plane did not take them: {Reason}")]
    private static partial void LogNotShipped(ILogger logger, long waiting, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Waiting} usage record(s) stay in the journal until the next start")]
    private static partial void LogLeft(ILogger logger, long waiting);
}
