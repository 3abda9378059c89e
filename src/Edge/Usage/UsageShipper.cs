using AiGateway.Core.Usage;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Usage;

namespace AiGateway.Edge.Usage;

/// <summary>
/// Passes the journal on to the control plane, batch by batch: first what each page of the roll-ups gains, then the lines
/// themselves. A batch is confirmed when all of it has arrived; until then it is sent again as it is.
/// </summary>
internal sealed partial class UsageShipper(
    UsageJournal journal, string directory, IGrainFactory grains, EdgeIdentity edge, TimeProvider time, ILogger<UsageShipper> logger) : BackgroundService
{
    private const int MaxRecords = 2_000;
    private const int MaxBytes = 512 * 1024;
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
            while (NextBatch() is { Count: > 0 } batch)
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

    private JournalLines NextBatch()
    {
        var first = Math.Max(_cursor.Acknowledged + 1, journal.First);
        if (_cursor.Intended >= first)
            return _reader.Read(first, _cursor.Intended, int.MaxValue);

        var batch = _reader.Read(first, first + MaxRecords - 1, MaxBytes);
        if (batch.Count > 0)
        {
            _cursor = _cursor with { Intended = batch.Last };
            _cursor.Save(directory);
        }
        return batch;
    }

    private async Task Send(JournalLines batch)
    {
        var records = journal.TakeRecent(batch.First, batch.Count) ?? [.. batch.Records()];
        if (records.Count == 0)
            return;
        if (!_registered)
            await grains.GetGrain<IUsageIndexGrain>(IUsageIndexGrain.Key).Register(edge.Id);
        _registered = true;

        var pages = new Dictionary<RollupKey, RollupPage>();
        foreach (var record in records)
        {
            foreach (var resolution in (ReadOnlySpan<RollupResolution>)[RollupResolution.Minute, RollupResolution.Hour, RollupResolution.Day])
            {
                Add(RollupKey.For(RollupEntity.Consumer, record.Consumer, resolution, record.StartedAtMs));
                Add(RollupKey.For(RollupEntity.Model, record.Model, resolution, record.StartedAtMs));
            }

            void Add(RollupKey key)
            {
                if (!pages.TryGetValue(key, out var page))
                    pages[key] = page = RollupPage.For(key.Resolution, key.StartMs);
                page.Add(record);
            }
        }
        await Task.WhenAll(pages.Select(page => grains.UsagePage(page.Key).Absorb(edge.Id, batch.Last, page.Value).AsTask()));
        var bounds = new CallBatchRef(edge.Id, batch.First, batch.Last, records.Min(r => r.StartedAtMs), records.Max(r => r.StartedAtMs));
        await grains.GetGrain<ICallLogGrain>(edge.Id).Append(new CallBatch(bounds, batch.Bytes));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Waiting} usage record(s) wait in the journal, the control plane did not take them: {Reason}")]
    private static partial void LogNotShipped(ILogger logger, long waiting, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Waiting} usage record(s) stay in the journal until the next start")]
    private static partial void LogLeft(ILogger logger, long waiting);
}
