using AiGateway.Core.Usage;
using AiGateway.Core.Usage.Records;
using AiGateway.Edge.Records;
using Microsoft.Data.Sqlite;

namespace AiGateway.Edge.Tests.Records;

public sealed class FileRecordStoreTests : IAsyncDisposable
{
    private const int UsualMiB = 1_024;
    private readonly string _directory = Directory.CreateTempSubdirectory("records-").FullName;
    private FileRecordStore _store;

    public FileRecordStoreTests() => _store = Open();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private string FilePath => Path.Combine(_directory, "records.db");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_comes_back_as_it_was_given()
    {
        await _store.Write([new StoredRecord("edge-1", 7, RecordSamples.Whole), RecordSamples.Numbered(1)], Stop);

        Assert.Equal(new StoredRecord("edge-1", 7, RecordSamples.Whole), Assert.Single(await _store.Find(new RecordQuery { Shadow = true }, Stop)));
        Assert.Equal(RecordSamples.Numbered(1), Assert.Single(await _store.Find(new RecordQuery(), Stop)));
    }

    [Fact]
    public async Task A_file_of_an_earlier_version_is_written_on()
    {
        await _store.Write([RecordSamples.Numbered(1)], Stop);
        await _store.DisposeAsync();
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = FilePath, Pooling = false }.ToString()))
        {
            await connection.OpenAsync(Stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "ALTER TABLE usage_record DROP COLUMN story";
            await command.ExecuteNonQueryAsync(Stop);
        }

        _store = Open();
        await _store.Write([new StoredRecord("edge-1", 2, RecordSamples.Whole with { Shadow = null })], Stop);

        Assert.Equal([RecordSamples.Numbered(1), new StoredRecord("edge-1", 2, RecordSamples.Whole with { Shadow = null })], await _store.Find(new RecordQuery(), Stop));
    }

    [Fact]
    public async Task What_is_written_twice_is_kept_once()
    {
        await _store.Write(RecordSamples.Numbered(1, 10), Stop);
        await _store.Write(RecordSamples.Numbered(5, 15), Stop);

        Assert.Equal(RecordSamples.Numbered(1, 15).Reverse(), await _store.Find(new RecordQuery(), Stop));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        await _store.Write([.. RecordSamples.Numbered(1, 50, "edge-1"), .. RecordSamples.Numbered(1, 50, "edge-2")], Stop);

        var all = new List<StoredRecord>();
        RecordPlace? after = null;
        while (await _store.Find(new RecordQuery { Limit = 7, After = after }, Stop) is { Count: > 0 } page)
        {
            all.AddRange(page);
            after = RecordPlace.Of(page[^1]);
        }

        Assert.Equal(100, all.Distinct().Count());
        Assert.Equal(all.Order(RecordPlace.NewestFirst), all);
    }

    /// <summary>The rule in memory and the one in SQL are two ways of saying the same.</summary>
    [Fact]
    public async Task Each_question_finds_what_matches_it_and_nothing_else()
    {
        IReadOnlyList<StoredRecord> all = [.. RecordSamples.Numbered(1, 60), .. RecordSamples.Numbered(1, 60, "edge-2"), new StoredRecord("edge-1", 99, RecordSamples.Whole)];
        await _store.Write(all, Stop);
        RecordQuery[] questions =
        [
            new(),
            new() { FromMs = RecordSamples.Noon + 30 },
            new() { ToMs = RecordSamples.Noon + 30 },
            new() { CallId = "call-edge-2-17" },
            new() { CallId = "call-edge-2-" },
            new() { Consumer = "even" },
            new() { Consumer = "ev%" },
            new() { Consumer = "' OR 1=1 --" },
            new() { Model = "three", Key = "key-5" },
            new() { Provider = "nobody" },
            new() { Outcome = CallOutcome.UpstreamError },
            new() { Status = 502, Consumer = "even" },
            new() { Shadow = true },
            new() { After = RecordPlace.Of(RecordSamples.Numbered(20)) },
        ];

        foreach (var question in questions)
        {
            var expected = all.Where(question.Matches).Order(RecordPlace.NewestFirst).ToList();
            Assert.Equal(expected, await _store.Find(question with { Limit = 1_000 }, Stop));
        }
    }

    [Fact]
    public async Task Records_outlive_the_process_and_old_ones_are_deleted()
    {
        await _store.Write(RecordSamples.Numbered(1, 40), Stop);
        await _store.DisposeAsync();
        _store = Open();

        Assert.Equal(29, await _store.Forget(RecordSamples.Noon + 30, Stop));

        Assert.Equal(RecordSamples.Numbered(30, 40).Reverse(), await _store.Find(new RecordQuery(), Stop));
        Assert.Equal(0, await _store.Forget(RecordSamples.Noon + 30, Stop));
    }

    [Fact]
    public async Task In_a_full_file_the_oldest_make_room()
    {
        await _store.DisposeAsync();
        _store = Open(maxMiB: 1);

        for (var i = 0; i < 20; i++)
            await _store.Write(RecordSamples.Numbered(1 + (i * 500), (i + 1) * 500), Stop);

        var left = await _store.Find(new RecordQuery { Limit = 20_000 }, Stop);
        Assert.InRange(left.Count, 500, 9_000);
        Assert.Equal(RecordSamples.Numbered(10_001 - left.Count, 10_000).Reverse(), left);
        Assert.InRange(new FileInfo(Path.Combine(_directory, "records.db")).Length, 0, 1024 * 1024);
    }

    [Fact]
    public async Task Whoever_looks_is_not_held_up_by_whoever_writes()
    {
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 40; i++)
                    await _store.Write(RecordSamples.Numbered(1 + (i * 100), (i + 1) * 100), Stop);
            },
            Stop);

        var seen = 0;
        while (!writing.IsCompleted)
        {
            var found = (await _store.Find(new RecordQuery { Limit = 1_000 }, Stop)).Count;
            Assert.True(found >= Math.Min(seen, 1_000), "records were gone");
            seen = found;
        }
        await writing;
    }

    private FileRecordStore Open(int maxMiB = UsualMiB) => FileRecordStore.Open(FilePath, maxMiB);
}
