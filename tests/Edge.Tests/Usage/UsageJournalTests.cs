using AiGateway.Edge.Usage;

namespace AiGateway.Edge.Tests.Usage;

public sealed class UsageJournalTests : IDisposable
{
    private const int Small = 1_000;
    private readonly string _directory = Directory.CreateTempSubdirectory("journal-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Records_are_numbered_from_1_and_read_back_in_order()
    {
        using var journal = Open();
        Append(journal, 1, 5);

        Assert.Equal((1L, 6L), (journal.First, journal.Next));
        Assert.Equal([2, 3, 4], Read(journal, 2, 4));
        Assert.Equal([5], Read(journal, 5, 100));
        Assert.Equal([], Read(journal, 6, 100));
    }

    [Fact]
    public void It_goes_on_where_it_stopped()
    {
        using (var journal = Open())
            Append(journal, 1, 3);

        using var again = Open();
        Append(again, 4, 5);

        Assert.Equal([1, 2, 3, 4, 5], Read(again, 1, 100));
    }

    [Fact]
    public void A_line_torn_by_a_kill_is_nobodys_record()
    {
        using (var journal = Open())
            Append(journal, 1, 3);
        File.AppendAllText(Assert.Single(Segments()), "{\"callId\":\"call-4\",\"star");

        using var again = Open();
        Assert.Equal(4, again.Next);
        Append(again, 4, 4);

        Assert.Equal([1, 2, 3, 4], Read(again, 1, 100));
    }

    [Fact]
    public void Files_end_at_their_size_and_one_reading_stays_within_one()
    {
        using var journal = Open(Small);
        Append(journal, 1, 40);

        Assert.True(Segments().Length > 5);
        Assert.All(Segments(), file => Assert.True(new FileInfo(file).Length < 2 * Small));
        Assert.Equal(Enumerable.Range(1, 40).Select(n => (long)n), ReadAll(journal));
    }

    [Fact]
    public void A_reading_is_bounded_but_never_empty()
    {
        using var journal = Open();
        Append(journal, 1, 10);
        var reader = new JournalReader(journal);

        Assert.Equal(1, reader.Read(1, 10, maxBytes: 1).Count);
        var some = reader.Read(2, 10, maxBytes: 700);
        Assert.InRange(some.Count, 2, 5);
        Assert.InRange(some.Bytes.Length, 1, 700);
        Assert.Equal(2, some.First);
    }

    [Fact]
    public void A_reader_may_go_back()
    {
        using var journal = Open(Small);
        Append(journal, 1, 20);
        var reader = new JournalReader(journal);
        reader.Read(18, 20, int.MaxValue);
        reader.Read(3, 3, int.MaxValue);

        Assert.Equal(2, reader.Read(2, 2, int.MaxValue).First);
        Assert.Equal("call-2", Assert.Single(reader.Read(2, 2, int.MaxValue).Records()).CallId);
    }

    [Fact]
    public void Only_whole_files_that_were_passed_on_are_let_go()
    {
        using var journal = Open(Small);
        Append(journal, 1, 40);
        var files = Segments().Length;

        journal.Forget(1);
        Assert.Equal(files, Segments().Length);
        journal.Forget(20);
        Assert.InRange(journal.First, 2, 21);
        Assert.Equal(Enumerable.Range((int)journal.First, 41 - (int)journal.First).Select(n => (long)n), ReadAll(journal));
        journal.Forget(40);
        Assert.Single(Segments());
        Append(journal, 41, 41);
        Assert.Equal([41], Read(journal, 41, 41));
    }

    [Fact]
    public void Numbers_go_on_when_every_file_is_gone()
    {
        new JournalCursor(17, 17).Save(_directory);

        using var journal = Open();

        Assert.Equal(18, journal.Next);
    }

    [Theory]
    [InlineData(5, 5, 6)]
    [InlineData(5, 8, 9)]
    [InlineData(2, 2, 4)]
    [InlineData(2, 6, 7)]
    public void A_journal_that_lost_its_end_uses_no_number_again(long acknowledged, long intended, long next)
    {
        using (var journal = Open())
            Append(journal, 1, 3);
        new JournalCursor(acknowledged, intended).Save(_directory);

        using (var again = Open())
        {
            Assert.Equal(next, again.Next);
            Append(again, next, next + 2);
        }

        using var last = Open();
        Assert.Equal(next + 3, last.Next);
        Assert.Equal([next, next + 1, next + 2], Read(last, next, next + 2));
    }

    [Fact]
    public void A_batch_that_was_half_lost_keeps_its_bounds()
    {
        using (var journal = Open())
            Append(journal, 1, 3);
        new JournalCursor(1, 6).Save(_directory);
        using var again = Open();

        var batch = new JournalReader(again).Read(2, 6, int.MaxValue);

        Assert.Equal((2L, 6L), (batch.First, batch.Last));
        Assert.Equal(["call-2", "call-3"], batch.Records().Select(r => r.CallId));
    }

    [Fact]
    public void A_file_that_lost_its_end_does_not_hold_up_the_next()
    {
        using var journal = Open(Small);
        Append(journal, 1, 20);
        var first = Segments()[0];
        File.WriteAllLines(first, File.ReadAllLines(first)[..2]);

        Assert.Equal([1, 2, .. Enumerable.Range(6, 15)], ReadAll(journal).Select(n => (int)n).Where(n => n is < 3 or > 5));
    }

    [Fact]
    public void A_file_that_cannot_be_begun_costs_only_the_records_of_that_time()
    {
        using var journal = Open(Small);
        Append(journal, 1, 3);
        while (new FileInfo(Segments()[^1]).Length < Small)
            Append(journal, journal.Next, journal.Next);
        var next = journal.Next;
        var obstacle = Directory.CreateDirectory(Path.Combine(_directory, $"{next:d19}.usage.ndjson")).FullName;
        Assert.ThrowsAny<SystemException>(() => Append(journal, next, next));
        Assert.ThrowsAny<SystemException>(() => Append(journal, next, next));
        Directory.Delete(obstacle);

        Append(journal, next, next + 1);
        journal.Forget(next + 1);

        Assert.Equal([next, next + 1], Read(journal, next, next + 1));
        Assert.Single(Segments());
    }

    [Fact]
    public void A_second_process_is_refused_and_told_what_to_do()
    {
        using var journal = Open();

        var refusal = Assert.Throws<IOException>(() => Open());

        Assert.Contains("Gateway:DataDirectory", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_cursor_is_the_beginning()
    {
        File.WriteAllText(Path.Combine(_directory, "cursor.json"), "{\"Ackn");

        Assert.Equal(new JournalCursor(0, 0), JournalCursor.Load(_directory));
        using var journal = Open();
        Assert.Equal(1, journal.Next);
    }

    [Fact]
    public void A_cursor_comes_back_as_it_was_saved()
    {
        Assert.Equal(new JournalCursor(0, 0), JournalCursor.Load(_directory));
        new JournalCursor(3, 9).Save(_directory);
        new JournalCursor(9, 9).Save(_directory);

        Assert.Equal(new JournalCursor(9, 9), JournalCursor.Load(_directory));
        Assert.Equal("cursor.json", Path.GetFileName(Assert.Single(Directory.GetFiles(_directory))));
    }

    [Fact]
    public void Many_writers_at_once_lose_nothing()
    {
        using var journal = Open(Small);

        Parallel.For(0, 500, _ => journal.Append(JournalRecords.Numbered(0)));

        Assert.Equal(501, journal.Next);
        Assert.Equal(500, ReadAll(journal).Count);
    }

    private UsageJournal Open(long segmentBytes = 1 << 20) => UsageJournal.Open(_directory, segmentBytes);

    private string[] Segments() => [.. Directory.GetFiles(_directory, "*.usage.ndjson").Order()];

    private static void Append(UsageJournal journal, long first, long last)
    {
        for (var n = first; n <= last; n++)
            journal.Append(JournalRecords.Numbered(n));
    }

    private static IEnumerable<long> Read(UsageJournal journal, long first, long last) =>
        new JournalReader(journal).Read(first, last, int.MaxValue).Records().Select(Number);

    /// <summary>Everything, file by file as the shipper does.</summary>
    private static List<long> ReadAll(UsageJournal journal)
    {
        var (reader, numbers) = (new JournalReader(journal), new List<long>());
        for (var first = journal.First; reader.Read(first, long.MaxValue, int.MaxValue) is { Count: > 0 } lines; first = lines.Last + 1)
            numbers.AddRange(lines.Records().Select(Number));
        return numbers;
    }

    private static long Number(Core.Usage.UsageRecord record) => long.Parse(record.CallId["call-".Length..], System.Globalization.CultureInfo.InvariantCulture);
}
