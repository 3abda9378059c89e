using AiGateway.Core.Usage;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Usage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Usage;

public sealed class UsageShipperTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("shipper-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly FakeUsage _usage = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Every_record_is_counted_in_each_resolution_and_logged()
    {
        using (var journal = UsageJournal.Open(_directory))
            Append(journal, 1, 25);

        await Ship(() => Acknowledged == 25);

        foreach (var resolution in Enum.GetValues<RollupResolution>())
            Assert.Equal(25, _usage.Calls("gpt", resolution));
        var batch = Assert.Single(_usage.Log);
        Assert.Equal((1L, 25L, JournalRecords.Noon + 1, JournalRecords.Noon + 25), (batch.Ref.FirstSequence, batch.Ref.LastSequence, batch.Ref.OldestMs, batch.Ref.NewestMs));
    }

    [Fact]
    public async Task A_crash_between_sending_and_confirming_counts_nothing_twice()
    {
        using (var journal = UsageJournal.Open(_directory))
            Append(journal, 1, 10);
        var (crashes, bounds) = (0, new List<(long, long)>());
        _usage.AfterAppend = batch =>
        {
            bounds.Add((batch.Ref.FirstSequence, batch.Ref.LastSequence));
            if (crashes++ == 0)
                throw new TimeoutException("The confirmation was lost.");
        };
        await Ship(() => crashes == 1, lastWords: false);
        Assert.Equal(new JournalCursor(0, 10), JournalCursor.Load(_directory));

        // Calls went on meanwhile; the batch that may have arrived is sent again as it was, and they follow it.
        using (var journal = UsageJournal.Open(_directory))
            Append(journal, 11, 15);
        await Ship(() => Acknowledged == 15);

        Assert.Equal([(1, 10), (1, 10), (11, 15)], bounds);
        Assert.Equal(15, _usage.Calls("gpt", RollupResolution.Day));
    }

    [Fact]
    public async Task A_batch_only_half_of_which_arrived_is_completed()
    {
        using (var journal = UsageJournal.Open(_directory))
            Append(journal, 1, 10);
        var calls = 0;
        _usage.BeforeAbsorb = _ =>
        {
            if (Interlocked.Increment(ref calls) is 3 or 4)
                throw new TimeoutException("Lost on the way.");
        };

        await Ship(() => Acknowledged == 10);

        foreach (var resolution in Enum.GetValues<RollupResolution>())
            Assert.Equal(10, _usage.Calls("gpt", resolution));
    }

    [Fact]
    public async Task A_journal_that_lost_its_end_after_it_was_shipped_ships_what_comes_next()
    {
        using (var journal = UsageJournal.Open(_directory))
            Append(journal, 1, 10);
        await Ship(() => Acknowledged == 10);
        var file = Directory.GetFiles(_directory, "*.usage.ndjson").Single();
        File.WriteAllLines(file, File.ReadAllLines(file)[..4]);

        using (var journal = UsageJournal.Open(_directory))
            Append(journal, 11, 13);
        await Ship(() => Acknowledged == 13);

        Assert.Equal(13, _usage.Calls("gpt", RollupResolution.Day));
    }

    [Fact]
    public async Task A_lost_cursor_counts_nothing_twice()
    {
        using (var journal = UsageJournal.Open(_directory))
            Append(journal, 1, 10);
        await Ship(() => Acknowledged == 10);
        File.WriteAllText(Path.Combine(_directory, "cursor.json"), "");

        await Ship(() => Acknowledged == 10);

        Assert.Equal(10, _usage.Calls("gpt", RollupResolution.Day));
    }

    [Fact]
    public async Task A_lost_cursor_begins_at_what_is_still_there()
    {
        using (var journal = UsageJournal.Open(_directory, segmentBytes: 500))
        {
            Append(journal, 1, 12);
            journal.Forget(6);
            Assert.True(journal.First > 1);
        }

        await Ship(() => Acknowledged == 12);

        Assert.InRange(_usage.Calls("gpt", RollupResolution.Day), 6, 11);
    }

    [Fact]
    public async Task What_is_shipped_is_let_go()
    {
        using (var journal = UsageJournal.Open(_directory, segmentBytes: 500))
            Append(journal, 1, 30);

        await Ship(() => Acknowledged == 30);

        Assert.Single(Directory.GetFiles(_directory, "*.usage.ndjson"));
        Assert.Equal(30, _usage.Calls("gpt", RollupResolution.Hour));
        Assert.Equal(30, _usage.Log.Sum(batch => batch.Ref.LastSequence - batch.Ref.FirstSequence + 1));
    }

    [Fact]
    public async Task A_line_damaged_on_disk_does_not_stop_the_rest()
    {
        using (var journal = UsageJournal.Open(_directory))
            Append(journal, 1, 5);
        var file = Directory.GetFiles(_directory, "*.usage.ndjson").Single();
        var lines = File.ReadAllLines(file);
        lines[2] = "damaged";
        File.WriteAllLines(file, lines);

        await Ship(() => Acknowledged == 5);

        Assert.Equal(4, _usage.Calls("gpt", RollupResolution.Day));
    }

    [Fact]
    public async Task What_ended_during_the_shutdown_leaves_with_it()
    {
        using var journal = UsageJournal.Open(_directory);
        using var shipper = NewShipper(journal);
        await shipper.StartAsync(TestContext.Current.CancellationToken);
        Append(journal, 1, 3);

        await shipper.StopAsync(CancellationToken.None);

        Assert.Equal(3, _usage.Calls("gpt", RollupResolution.Minute));
    }

    [Fact]
    public async Task A_batch_that_does_not_get_through_is_sent_again_as_it_was_and_later_calls_follow_it()
    {
        using var journal = UsageJournal.Open(_directory);
        using var shipper = NewShipper(journal);
        var (refusals, bounds) = (2, new List<(long, long)>());
        _usage.AfterAppend = batch =>
        {
            bounds.Add((batch.Ref.FirstSequence, batch.Ref.LastSequence));
            if (refusals-- > 0)
            {
                Append(journal, journal.Next, journal.Next);
                throw new TimeoutException("The confirmation was lost.");
            }
        };
        await shipper.StartAsync(TestContext.Current.CancellationToken);
        Append(journal, 1, 10);

        await Eventually.Holds(() => Acknowledged == 12, () => _time.Advance(TimeSpan.FromSeconds(2)));

        Assert.Equal([(1, 10), (1, 10), (1, 10), (11, 12)], bounds);
        Assert.Equal(12, _usage.Calls("gpt", RollupResolution.Day));
        await shipper.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_batch_that_spans_several_files_is_read_back_whole_after_a_crash()
    {
        using (var journal = UsageJournal.Open(_directory, segmentBytes: 500))
        {
            Append(journal, 1, 12);
            Assert.NotNull(journal.TakeTally());
            new JournalCursor(0, 12).Save(_directory);
        }
        Assert.True(Directory.GetFiles(_directory, "*.usage.ndjson").Length > 2);

        await Ship(() => Acknowledged == 12);

        var batch = Assert.Single(_usage.Log);
        Assert.Equal((1L, 12L), (batch.Ref.FirstSequence, batch.Ref.LastSequence));
        Assert.Equal(12, _usage.Calls("gpt", RollupResolution.Day));
    }

    [Fact]
    public async Task Sums_that_would_take_too_much_memory_are_read_back_from_the_files()
    {
        using var journal = UsageJournal.Open(_directory, segmentBytes: 64 * 1024 * 1024);
        using var shipper = NewShipper(journal);
        for (var n = 1; n <= 20_001; n++)
            journal.Append(JournalRecords.Numbered(n) with { Consumer = $"team-{n}" });

        Assert.Equal(20_001, journal.TallyFirst);
        await shipper.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.Holds(() => Acknowledged == 20_001, () => _time.Advance(TimeSpan.FromSeconds(2)));

        Assert.Equal(20_001, _usage.Calls("gpt", RollupResolution.Day));
        await shipper.StopAsync(CancellationToken.None);
    }

    private long Acknowledged => JournalCursor.Load(_directory).Acknowledged;

    /// <summary>Runs one process's shipper until something is so.</summary>
    /// <param name="lastWords">False kills it: it gets nothing through any more.</param>
    private async Task Ship(Func<bool> until, bool lastWords = true)
    {
        using var journal = UsageJournal.Open(_directory);
        using var shipper = NewShipper(journal);
        await shipper.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.Holds(until, () =>
        {
            if (!until())
                _time.Advance(TimeSpan.FromSeconds(2));
        });
        var restore = _usage.BeforeAbsorb;
        if (!lastWords)
            _usage.BeforeAbsorb = _ => throw new TimeoutException("Killed.");
        await shipper.StopAsync(CancellationToken.None);
        _usage.BeforeAbsorb = restore;
    }

    private UsageShipper NewShipper(UsageJournal journal) =>
        new(journal, _directory, new ListsCalls(true), _usage.Grains.Factory, new EdgeIdentity("edge", 1), new RunningHost(), _time, NullLogger<UsageShipper>.Instance);

    private static void Append(UsageJournal journal, long first, long last)
    {
        for (var n = first; n <= last; n++)
            journal.Append(JournalRecords.Numbered(n));
    }
}
