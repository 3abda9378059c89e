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
    UsageJournal journal, string directory, IGrainFactory grains, EdgeIdentity edge, IHostApplicationLifetime life,
    TimeProvider time, ILogger<UsageShipper> logger) : BackgroundService
{
    private const int MaxRecords = 10_000;

    /// <summary>Calls of a batch that can be looked at one by one afterwards. Below some hundred calls a second that is all of them.</summary>
    private const int MaxListed = 200;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(2);
    private readonly JournalReader _reader = new(journal);
    private JournalCursor _cursor = JournalCursor.Load(directory);
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
            LogLeft(logger, journal.Next - 1 - _cursor.Acknowledged);
        }
    }

    private async Task ShipAll()
    {
        try
        {
            while (NextBatch() is { } batch)
            {
                await Send(batch);
                _cursor = new JournalCursor(batch.Last, batch.Last);
                _cursor.Save(directory);
                journal.Forget(batch.Last);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotShipped(logger, journal.Next - 1 - _cursor.Acknowledged, e.Message);
        }
    }

    /// <summary>The batch that may have been sent already, as it was; otherwise what has come since, its bounds written down first.</summary>
    private UsageBatch? NextBatch()
    {
        var first = Math.Max(_cursor.Acknowledged + 1, journal.First);
        if (journal.SegmentOf(first) is not { } segment)
            return null;
        if (_cursor.Intended < first)
        {
            _cursor = _cursor with { Intended = Math.Min(first + MaxRecords, segment.End) - 1 };
            _cursor.Save(directory);
        }
        var last = _cursor.Intended;
        return new UsageBatch(first, last, journal.TakeRecent(first, (int)(last - first + 1)) ?? [.. _reader.Read(first, last, int.MaxValue).Records()]);
    }

    private async Task Send(UsageBatch batch)
    {
        if (batch.Records.Count == 0)
            return;
        if (!_registered)
            await grains.GetGrain<IUsageIndexGrain>(IUsageIndexGrain.Key).Register(edge.Id);
        _registered = true;

        await Task.WhenAll(BatchRollup.Of(batch.Records).Select(page => grains.UsagePage(page.Key).Absorb(edge.Id, batch.Last, page.Value).AsTask()));
        await grains.GetGrain<ICallLogGrain>(edge.Id).Append(Listed(batch));
    }

    private CallBatch Listed(UsageBatch batch)
    {
        var newest = batch.Records.Skip(Math.Max(0, batch.Records.Count - MaxListed)).ToList();
        var lines = new ArrayBufferWriter<byte>(newest.Count * 512);
        foreach (var record in newest)
            lines.Write(JournalLine.Of(record));
        var bounds = new CallBatchRef(edge.Id, batch.First, batch.Last, newest.Min(r => r.StartedAtMs), newest.Max(r => r.StartedAtMs));
        return new CallBatch(bounds, lines.WrittenSpan.ToArray());
    }

    private sealed record UsageBatch(long First, long Last, IReadOnlyList<UsageRecord> Records);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Waiting} usage record(s) wait in the journal, the control plane did not take them: {Reason}")]
    private static partial void LogNotShipped(ILogger logger, long waiting, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Waiting} usage record(s) stay in the journal until the next start")]
    private static partial void LogLeft(ILogger logger, long waiting);
}
