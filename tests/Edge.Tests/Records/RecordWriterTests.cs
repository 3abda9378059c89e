using AiGateway.Core.Usage.Records;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Records;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Usage;
using AiGateway.Edge.Usage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Records;

public sealed class RecordWriterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("writer-").FullName;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(JournalRecords.Noon));
    private readonly FakeRecordStore _store = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Every_record_reaches_the_store_with_its_place()
    {
        using var journal = UsageJournal.Open(_directory);
        Append(journal, 1, 25);

        await Run(journal, () => _store.Kept.Count == 25);

        Assert.Equal(Enumerable.Range(1, 25).Select(n => new StoredRecord("edge", n, JournalRecords.Numbered(n))), _store.Kept);
    }

    [Fact]
    public async Task A_store_that_is_away_for_ten_minutes_misses_nothing_and_is_not_asked_all_the_time()
    {
        using var journal = UsageJournal.Open(_directory, segmentBytes: 500);
        using var writer = NewWriter(journal);
        _store.IsAway = true;
        await writer.StartAsync(TestContext.Current.CancellationToken);
        for (var second = 1; second <= 600; second++)
        {
            journal.Append(JournalRecords.Numbered(second));
            // The control plane has them meanwhile, and lets them go.
            journal.Forget(second);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        await Eventually.Holds(() => _store.Asked > 1, () => _time.Advance(TimeSpan.FromSeconds(30)));
        Assert.InRange(_store.Asked, 2, 60);

        _store.IsAway = false;
        await Eventually.Holds(() => _store.Kept.Count == 600, () => _time.Advance(TimeSpan.FromSeconds(30)));

        Assert.Equal(Enumerable.Range(1, 600).Select(n => (long)n), _store.Kept.Select(stored => stored.Sequence));
        Assert.True(journal.First > 550, "what the store has was not let go");
        await writer.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_written_by_the_next_one()
    {
        using (var journal = UsageJournal.Open(_directory))
        {
            Append(journal, 1, 10);
            await Run(journal, () => _store.Kept.Count == 10);
            Append(journal, 11, 20);
        }

        using var next = UsageJournal.Open(_directory);
        await Run(next, () => _store.Kept.Count == 20);

        Assert.Equal(Enumerable.Range(1, 20).Select(n => (long)n), _store.Kept.Select(stored => stored.Sequence));
    }

    [Fact]
    public async Task A_lost_cursor_writes_again_what_is_kept_once()
    {
        using (var journal = UsageJournal.Open(_directory))
        {
            Append(journal, 1, 10);
            await Run(journal, () => _store.Kept.Count == 10);
        }
        File.Delete(Path.Combine(_directory, "records.json"));

        using var next = UsageJournal.Open(_directory);
        Append(next, 11, 12);
        await Run(next, () => _store.Kept.Count == 12);
    }

    [Fact]
    public async Task Calls_that_end_during_the_shutdown_are_written_by_it()
    {
        using var journal = UsageJournal.Open(_directory);
        using var writer = NewWriter(journal);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        Append(journal, 1, 3);

        await writer.StopAsync(CancellationToken.None);

        Assert.Equal(3, _store.Kept.Count);
    }

    [Fact]
    public async Task Old_records_are_deleted_and_damaged_lines_passed_over()
    {
        using (var journal = UsageJournal.Open(_directory))
            Append(journal, 1, 3);
        var file = Directory.GetFiles(_directory, "*.usage.ndjson").Single();
        var lines = File.ReadAllLines(file);
        File.WriteAllLines(file, [lines[0], "{ damaged", lines[2]]);
        using var again = UsageJournal.Open(_directory);
        again.Append(JournalRecords.Numbered(4) with { StartedAtMs = JournalRecords.Noon - (long)TimeSpan.FromDays(31).TotalMilliseconds });

        await Run(again, () => _store.Kept.Count == 2);

        Assert.Equal([1L, 3L], _store.Kept.Select(stored => stored.Sequence));
    }

    private async Task Run(UsageJournal journal, Func<bool> until)
    {
        using var writer = NewWriter(journal);
        await writer.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.Holds(until, () => _time.Advance(TimeSpan.FromSeconds(1)));
        await writer.StopAsync(CancellationToken.None);
    }

    private RecordWriter NewWriter(UsageJournal journal) => new(
        journal, _directory, _store, new RecordSettings { RetentionDays = 30 }, new EdgeIdentity("edge", 1), new RunningHost(), _time, NullLogger<RecordWriter>.Instance);

    private static void Append(UsageJournal journal, int first, int last)
    {
        for (var n = first; n <= last; n++)
            journal.Append(JournalRecords.Numbered(n));
    }
}
