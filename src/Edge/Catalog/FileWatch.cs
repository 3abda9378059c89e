using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Edge.Catalog.Yaml;

namespace AiGateway.Edge.Catalog;

/// <summary>
/// Follows the text of a file of configuration. It looks at the content every 250 ms instead of listening to the file system:
/// notifications miss editors that replace a file, the symlink swaps of mounted configuration, and network shares.
/// </summary>
internal sealed partial class FileWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<Memory<byte>, CancellationToken, ValueTask<int>> _read;
    private bool _wasReadable = true;

    public FileWatch(string path, TimeProvider time, ILogger<FileWatch> logger)
        : this(path, time, logger, (buffer, cancellationToken) => ReadFileAsync(path, buffer, cancellationToken))
    {
    }

    /// <param name="path">What messages call the file.</param>
    /// <param name="time">Paces the looks.</param>
    /// <param name="logger">Hears when the file stops and starts being readable.</param>
    /// <param name="read">One look: fills the buffer with the file's content and returns its length.</param>
    internal FileWatch(
        string path, TimeProvider time, ILogger logger, Func<Memory<byte>, CancellationToken, ValueTask<int>> read) =>
        (_path, _time, _logger, _read) = (path, time, logger, read);

    /// <summary>
    /// The text as soon as it can be read, and again after each change. New content counts once two looks in a row have
    /// seen it, so a file caught half written, or just emptied to be written, is never taken for the new version.
    /// A file that vanishes or cannot be read changes nothing.
    /// </summary>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One byte more than may be parsed, so that the parser can say that it is too much.
        var buffer = new byte[YamlSource.MostBytes + 1];
        using var timer = new PeriodicTimer(Interval, _time);
        var current = await LookAsync(buffer, cancellationToken);
        if (current is not null)
            yield return Text(buffer, current);

        var before = current;
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var now = await LookAsync(buffer, cancellationToken);
            if (now is not null && now.Hash != current?.Hash && now.Hash == before?.Hash)
            {
                current = now;
                yield return Text(buffer, now);
            }

            before = now;
        }
    }

    /// <summary>The text as it is at this moment, or as much of it as is ever parsed.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string ReadNow(string path)
    {
        var buffer = new byte[YamlSource.MostBytes + 1];
        using var file = Open(path);
        return Encoding.UTF8.GetString(buffer, 0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
    }

    private async ValueTask<Look?> LookAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            var length = await _read(buffer, cancellationToken);
            Report(readable: true, error: null);
            return new Look(length, Convert.ToHexString(SHA256.HashData(buffer.AsSpan(0, length))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(readable: false, e);
            return null;
        }
    }

    private static async ValueTask<int> ReadFileAsync(string path, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await using var file = Open(path);
        return await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static string Text(byte[] buffer, Look look) => Encoding.UTF8.GetString(buffer, 0, look.Length);

    /// <summary>Once when it begins and once when it ends, not four times a second.</summary>
    private void Report(bool readable, Exception? error)
    {
        if (readable != _wasReadable && readable)
            LogReadable(_path);
        else if (readable != _wasReadable)
            LogUnreadable(_path, error!.Message);
        _wasReadable = readable;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} cannot be read, the last version stays in force: {Reason}")]
    private partial void LogUnreadable(string path, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} can be read again")]
    private partial void LogReadable(string path);

    private sealed record Look(int Length, string Hash);
}
