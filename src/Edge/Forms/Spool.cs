using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace AiGateway.Edge.Forms;

/// <summary>
/// Keeps the bytes of a form while its call is under way: a few in memory, more in one file that nobody else can open and that is gone
/// with the call, or with the process. Written from one end to the other, and then read anywhere, by several attempts at once.
/// </summary>
/// <param name="directory">Where the file is made.</param>
/// <param name="room">Where what is on disk is counted.</param>
internal sealed class Spool(string directory, SpoolRoom room) : IDisposable
{
    /// <summary>So much stays in memory, bytes.</summary>
    public const int MemoryBytes = 64 * 1024;

    // Not from a pool: an attempt that is over may still be reading, and must not come upon another call's bytes.
    private byte[] _memory = [];
    private SafeFileHandle? _file;
    private long _onDisk;

    public long Length { get; private set; }

    public bool IsOnDisk => _file is not null;

    /// <returns>False when there is no room for it.</returns>
    /// <exception cref="InvalidOperationException">The directory cannot be written to.</exception>
    public async ValueTask<bool> TryAppend(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_file is null && Length + bytes.Length <= MemoryBytes)
        {
            Grow((int)Length + bytes.Length);
            bytes.CopyTo(_memory.AsMemory((int)Length));
            Length += bytes.Length;
            return true;
        }
        var adds = bytes.Length + (_file is null ? Length : 0);
        if (!room.TryTake(adds))
            return false;
        _onDisk += adds;
        try
        {
            if (_file is null)
            {
                _file = Create(directory);
                await RandomAccess.WriteAsync(_file, _memory.AsMemory(0, (int)Length), 0, cancellationToken);
                _memory = [];
            }
            await RandomAccess.WriteAsync(_file, bytes, Length, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"A form cannot be kept in '{directory}': {e.Message}", e);
        }
        Length += bytes.Length;
        return true;
    }

    /// <summary>Copies a stretch, from the start or wherever another copy is.</summary>
    public async Task CopyTo(Stream to, long start, long length, CancellationToken cancellationToken)
    {
        if (_file is not { } file)
        {
            await to.WriteAsync(_memory.AsMemory((int)start, (int)length), cancellationToken);
            return;
        }
        var piece = ArrayPool<byte>.Shared.Rent(MemoryBytes);
        try
        {
            while (length > 0)
            {
                var count = await RandomAccess.ReadAsync(file, piece.AsMemory(0, (int)Math.Min(length, piece.Length)), start, cancellationToken);
                if (count == 0)
                    throw new IOException("The file of a form is shorter than what was written to it.");
                await to.WriteAsync(piece.AsMemory(0, count), cancellationToken);
                (start, length) = (start + count, length - count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        room.GiveBack(_onDisk);
        _onDisk = 0;
    }

    private void Grow(int length)
    {
        if (_memory.Length < length)
            Array.Resize(ref _memory, Math.Min(MemoryBytes, Math.Max(length, Math.Max(4 * 1024, _memory.Length * 2))));
    }

    private static SafeFileHandle Create(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"aigateway-form-{Guid.NewGuid():n}");
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        // Where an open file can be without a name, not even a process that is killed leaves it behind.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
