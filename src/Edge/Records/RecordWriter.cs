using AiGateway.Core.Usage.Records;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Usage;
using AiGateway.Hosting;

namespace AiGateway.Edge.Records;

/// <summary>
/// Brings the journal's records to the store, off the path of calls. The journal keeps what the store has not confirmed, so a store
/// that is away loses nothing; what is sent twice is kept once.
/// </summary>
internal sealed partial class RecordWriter : BackgroundService
{
    private const string CursorName = "records.json";

    /// <summary>How late a record may be in the store.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenForgetting = TimeSpan.FromHours(1);

    /// <summary>Some thousand records at a time.</summary>
    private const int ReadBytes = 1024 * 1024;

    private readonly UsageJournal _journal;
    private readonly string _directory;
    private readonly IRecordStore _store;
    private readonly EdgeIdentity _edge;
    private readonly TimeSpan _retention;
    private readonly IHostApplicationLifetime _life;
    private readonly TimeProvider _time;
    private readonly ILogger<RecordWriter> _logger;
    private readonly JournalReader _reader;
    private long _confirmed;
    private long _forgetAgainAtMs;

    public RecordWriter(
        UsageJournal journal, string directory, IRecordStore store, RecordSettings settings, EdgeIdentity edge,
        IHostApplicationLifetime life, TimeProvider time, ILogger<RecordWriter> logger)
    {
        (_journal, _directory, _store, _edge, _life, _time, _logger) = (journal, directory, store, edge, life, time, logger);
        _retention = TimeSpan.FromDays(settings.RetentionDays);
        _reader = new JournalReader(journal);
        _confirmed = JournalCursor.Load(directory, CursorName).Acknowledged;
        // Before anything runs, so that no other reader lets go of what this one needs.
        journal.Hold(_confirmed);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Every;
        try
        {
            await _life.UntilStarted(stoppingToken);
            while (true)
            {
                await Task.Delay(pause, _time, stoppingToken);
                // A store that is away is asked ever less often, and told of once.
                pause = await Pass(stoppingToken) ? Every : TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Calls that ended during the shutdown leave with it; what does not get through is written by the next start.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var last = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        last.CancelAfter(LastTry);
        await Pass(last.Token);
    }

    /// <returns>False when the store did not take them.</returns>
    private async Task<bool> Pass(CancellationToken stop)
    {
        try
        {
            await WriteAll(stop);
            await ForgetOld(stop);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotWritten(_logger, _journal.Next - 1 - _confirmed, e.Message);
            return false;
        }
    }

    private async Task WriteAll(CancellationToken stop)
    {
        while (true)
        {
            var first = Math.Max(_confirmed + 1, _journal.First);
            var lines = _reader.Read(first, long.MaxValue, ReadBytes);
            if (lines.Count == 0)
                return;
            List<StoredRecord> records = [.. lines.Numbered().Select(one => new StoredRecord(_edge.Id, one.Sequence, one.Record))];
            if (records.Count > 0)
                await _store.Write(records, stop);
            _confirmed = lines.Last;
            new JournalCursor(_confirmed, _confirmed).Save(_directory, CursorName);
            _journal.Hold(_confirmed);
        }
    }

    private async Task ForgetOld(CancellationToken stop)
    {
        var now = _time.GetUtcNow();
        if (now.ToUnixTimeMilliseconds() < _forgetAgainAtMs)
            return;
        var before = (now - _retention).ToUnixTimeMilliseconds();
        var forgotten = 0;
        while (await _store.Forget(before, stop) is > 0 and var some)
            forgotten += some;
        _forgetAgainAtMs = (now + BetweenForgetting).ToUnixTimeMilliseconds();
        if (forgotten > 0)
            LogForgotten(_logger, forgotten);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Waiting} usage record(s) wait in the journal, the store of records did not take them: {Reason}")]
    private static partial void LogNotWritten(ILogger logger, long waiting, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} usage record(s) were deleted for their age")]
    private static partial void LogForgotten(ILogger logger, int count);
}
