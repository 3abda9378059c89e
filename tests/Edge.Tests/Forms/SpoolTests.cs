using AiGateway.Edge.Forms;

namespace AiGateway.Edge.Tests.Forms;

public sealed class SpoolTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("spool-").FullName;
    private readonly SpoolRoom _room = new(10_000_000);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(65_536, 7_000)]
    [InlineData(65_537, 7_000)]
    [InlineData(300_000, 65_536)]
    public async Task Any_stretch_is_read_as_it_was_written(int length, int piece)
    {
        var written = Enumerable.Range(0, length).Select(i => (byte)(i * 13 / 7)).ToArray();
        using var spool = new Spool(_directory, _room);

        foreach (var part in written.Chunk(piece))
            Assert.True(await spool.TryAppend(part, TestContext.Current.CancellationToken));

        Assert.Equal((length, length > Spool.MemoryBytes), (spool.Length, spool.IsOnDisk));
        Assert.Equal(length > Spool.MemoryBytes ? length : 0, _room.Taken);
        foreach (var (start, count) in new[] { (0, length), (length / 3, length / 2), (length - 1, 1), (length, 0) })
        {
            using var read = new MemoryStream();
            await spool.CopyTo(read, start, count, TestContext.Current.CancellationToken);
            Assert.True(written.AsSpan(start, count).SequenceEqual(read.ToArray()));
        }
        spool.Dispose();
        Assert.Equal(0, _room.Taken);
    }

    [Fact]
    public async Task Nothing_is_left_in_its_directory()
    {
        using var spool = new Spool(_directory, _room);
        await spool.TryAppend(new byte[100_000], TestContext.Current.CancellationToken);

        // Where an open file needs no name it has none from the beginning.
        Assert.Equal(OperatingSystem.IsWindows() ? 1 : 0, Directory.GetFiles(_directory).Length);
        spool.Dispose();
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task What_finds_no_room_is_refused_and_counts_for_nothing()
    {
        using var first = new Spool(_directory, _room);
        using var second = new Spool(_directory, _room);

        Assert.True(await first.TryAppend(new byte[6_000_000], TestContext.Current.CancellationToken));
        Assert.False(await second.TryAppend(new byte[6_000_000], TestContext.Current.CancellationToken));
        Assert.Equal(6_000_000, _room.Taken);
        first.Dispose();
        Assert.True(await second.TryAppend(new byte[6_000_000], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_to_is_named()
    {
        var file = Path.Combine(_directory, "taken");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        using var spool = new Spool(file, _room);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () => await spool.TryAppend(new byte[100_000], TestContext.Current.CancellationToken));

        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }
}
