using System.Text;
using AiGateway.Edge.Catalog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Edge.Tests.Catalog;

public sealed class FileWatchTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("catalog-watch-").FullName;
    private readonly FakeTimeProvider _time = new();

    private string FilePath => Path.Combine(_directory, "catalog.yaml");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task New_content_counts_once_two_looks_in_a_row_have_seen_it() =>
        Assert.Equal(["old", "new"], await Take(2, "old", "old", "n", "", "new", "new", "new"));

    [Fact]
    public async Task Content_that_comes_and_goes_changes_nothing() =>
        Assert.Equal(["old", "new"], await Take(2, "old", "half", "old", "old", "new", "new"));

    [Fact]
    public async Task A_file_that_vanishes_keeps_the_last_version() =>
        Assert.Equal(["old", "new"], await Take(2, "old", null, null, "old", "new", null, "new", "new"));

    [Fact]
    public async Task A_file_that_comes_later_is_taken_then() => Assert.Equal(["first"], await Take(1, null, null, "first", "first"));

    [Fact]
    public async Task A_file_that_was_emptied_on_purpose_is_empty() => Assert.Equal(["old", ""], await Take(2, "old", "", ""));

    [Fact]
    public async Task A_file_that_went_back_is_told_as_well() => Assert.Equal(["a", "b", "a"], await Take(3, "a", "b", "b", "a", "a"));

    [Fact]
    public async Task It_follows_a_file_that_an_editor_replaces()
    {
        await File.WriteAllTextAsync(FilePath, "one", Token);
        await using var texts = Watch().ReadAsync(Token).GetAsyncEnumerator(Token);
        Assert.Equal("one", await Next(texts));

        await File.WriteAllTextAsync(FilePath + ".new", "two", Token);
        File.Move(FilePath + ".new", FilePath, overwrite: true);

        Assert.Equal("two", await Next(texts));
    }

    [Fact]
    public async Task It_follows_a_symlink_that_is_swapped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links need a privilege on Windows");
        foreach (var version in new[] { "v1", "v2" })
            await File.WriteAllTextAsync(Path.Combine(_directory, version), version, Token);

        // As Kubernetes mounts a ConfigMap: the file is a link through a link, and only the inner one is swapped.
        File.CreateSymbolicLink(Path.Combine(_directory, "data"), "v1");
        File.CreateSymbolicLink(FilePath, "data");
        await using var texts = Watch().ReadAsync(Token).GetAsyncEnumerator(Token);
        Assert.Equal("v1", await Next(texts));

        File.CreateSymbolicLink(Path.Combine(_directory, "data-new"), "v2");
        File.Move(Path.Combine(_directory, "data-new"), Path.Combine(_directory, "data"), overwrite: true);

        Assert.Equal("v2", await Next(texts));
    }

    [Fact]
    public async Task It_survives_a_path_that_is_no_file()
    {
        Directory.CreateDirectory(FilePath);
        await using var texts = Watch().ReadAsync(Token).GetAsyncEnumerator(Token);
        var first = texts.MoveNextAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(first.IsCompleted);

        Directory.Delete(FilePath);
        await File.WriteAllTextAsync(FilePath, "now", Token);

        Assert.Equal("now", await Current(texts, first));
    }

    [Fact]
    public async Task A_file_too_large_is_passed_on_just_too_large_for_the_parser_to_refuse()
    {
        await File.WriteAllTextAsync(FilePath, new string('#', 3 << 20), Token);
        await using var texts = Watch().ReadAsync(Token).GetAsyncEnumerator(Token);

        Assert.Contains("1 MiB", Assert.Single(Files.Parse(await Next(texts)).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_once_that_the_file_is_gone_and_once_that_it_is_back()
    {
        var log = new LogLines();

        await TakeLogged(2, log, "old", null, null, null, "old", "new", "new");

        Assert.Equal([LogLevel.Warning, LogLevel.Information], log.Lines.Select(line => line.Level));
        Assert.Contains("the last version stays in force", log.Lines[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_when_it_is_told_to()
    {
        await File.WriteAllTextAsync(FilePath, "one", Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var texts = Watch().ReadAsync(stop.Token).GetAsyncEnumerator(Token);
        await texts.MoveNextAsync();
        var next = texts.MoveNextAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    private FileWatch Watch() => new(FilePath, _time, NullLogger<FileWatch>.Instance);

    /// <summary>The first texts of a file whose looks give these contents in turn; null is one that cannot be read.</summary>
    private Task<List<string>> Take(int count, params string?[] looks) => TakeLogged(count, NullLogger.Instance, looks);

    private async Task<List<string>> TakeLogged(int count, ILogger logger, params string?[] looks)
    {
        var look = 0;
        var watch = new FileWatch("scripted", _time, logger, (buffer, _) =>
        {
            var content = looks[look++] ?? throw new FileNotFoundException();
            return ValueTask.FromResult(Encoding.UTF8.GetBytes(content, buffer.Span));
        });
        await using var texts = watch.ReadAsync(Token).GetAsyncEnumerator(Token);
        var taken = new List<string>();
        while (taken.Count < count)
            taken.Add(await Next(texts));
        return taken;
    }

    private Task<string> Next(IAsyncEnumerator<string> texts) => Current(texts, texts.MoveNextAsync().AsTask());

    /// <summary>Lets time pass until the watch has something to say.</summary>
    private async Task<string> Current(IAsyncEnumerator<string> texts, Task<bool> next)
    {
        while (!next.IsCompleted)
        {
            Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }

        Assert.True(await next);
        return texts.Current;
    }
}
