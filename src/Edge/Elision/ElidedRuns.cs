using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Edge.Forms;
using AiGateway.Edge.Pipeline.Bodies;

namespace AiGateway.Edge.Elision;

/// <summary>
/// What was taken out of a body while it was received: pictures and the like, which nobody here reads. Marks stand in their place, which
/// are base64 themselves, so that the body can be read, edited and translated as if they were there; they come back when it is sent.
/// </summary>
/// <param name="spool">Keeps them.</param>
internal sealed class ElidedRuns(Spool spool) : IDisposable
{
    private const int Group = 4;
    private const int IndexDigits = 8;
    private const int BufferBytes = 64 * 1024;

    /// <summary>Nobody who writes a body can know it, or he could have another call's picture put into it, or his own twice.</summary>
    private readonly byte[] _mark = Encoding.ASCII.GetBytes("AIGW" + Convert.ToHexString(RandomNumberGenerator.GetBytes(18)));

    private readonly List<(long Start, long Length)> _runs = [];
    private RunSplitter _splitter;
    private byte[] _buffer = [];
    private int _buffered;

    /// <summary>Bytes taken out.</summary>
    public long Length => spool.Length + _buffered;

    public bool IsEmpty => _runs.Count == 0;

    /// <summary>Takes the next bytes of the body, and passes on those that stay in it.</summary>
    /// <returns>False when there is no room for what is to be kept elsewhere.</returns>
    public async ValueTask<bool> Take(ReadOnlySequence<byte> bytes, IBufferWriter<byte> kept, CancellationToken cancellationToken)
    {
        foreach (var piece in bytes)
        {
            for (var at = 0; at < piece.Length;)
            {
                var length = _splitter.Next(piece.Span[at..], out var elided);
                var stretch = piece.Slice(at, length);
                at += length;
                if (elided)
                {
                    if (!await Elide(stretch, kept, cancellationToken))
                        return false;
                    continue;
                }
                if (!await EndRun(kept, cancellationToken))
                    return false;
                kept.Write(stretch.Span);
            }
        }
        return true;
    }

    /// <summary>The body has come to its end.</summary>
    /// <inheritdoc cref="Take"/>
    public ValueTask<bool> Complete(IBufferWriter<byte> kept, CancellationToken cancellationToken) => EndRun(kept, cancellationToken);

    /// <summary>A body with marks in it, as the pieces it goes out in.</summary>
    public List<BodyPiece> Pieces(ReadOnlyMemory<byte> body)
    {
        var pieces = new List<BodyPiece>();
        while (Find(body.Span, out var at, out var run))
        {
            if (at > 0)
                pieces.Add(new BodyPiece(body[..at], null, 0, at));
            pieces.Add(new BodyPiece(default, spool, _runs[run].Start, _runs[run].Length));
            body = body[(at + _mark.Length + IndexDigits)..];
        }
        if (!body.IsEmpty)
            pieces.Add(new BodyPiece(body, null, 0, body.Length));
        return pieces;
    }

    /// <summary>The body as it goes out, for a provider that must see it whole before any of it is sent.</summary>
    public async ValueTask<PooledBody> Expand(PooledBody body, CancellationToken cancellationToken)
    {
        var whole = new MemoryStream();
        foreach (var piece in Pieces(body.Memory))
            await piece.CopyTo(whole, cancellationToken);
        var expanded = new PooledBody((int)whole.Length);
        expanded.Write(whole.GetBuffer().AsSpan(0, (int)whole.Length));
        return expanded;
    }

    public void Dispose()
    {
        spool.Dispose();
        LeaveRun();
    }

    private async ValueTask<bool> Elide(ReadOnlyMemory<byte> stretch, IBufferWriter<byte> kept, CancellationToken cancellationToken)
    {
        if (_buffer.Length == 0)
            Mark(kept);
        while (true)
        {
            var count = Math.Min(stretch.Length, BufferBytes - _buffered);
            stretch.Span[..count].CopyTo(_buffer.AsSpan(_buffered));
            _buffered += count;
            if (count == stretch.Length)
                return true;
            if (!await Flush(BufferBytes, cancellationToken))
                return false;
            stretch = stretch[count..];
        }
    }

    private void Mark(IBufferWriter<byte> kept)
    {
        kept.Write(_mark);
        kept.Write(Encoding.ASCII.GetBytes(_runs.Count.ToString("X8", CultureInfo.InvariantCulture)));
        _runs.Add((spool.Length, 0));
        _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    }

    /// <summary>Whole groups only are taken out: what is left in the body must still be base64.</summary>
    private async ValueTask<bool> EndRun(IBufferWriter<byte> kept, CancellationToken cancellationToken)
    {
        if (_buffer.Length == 0)
            return true;
        var whole = _buffered / Group * Group;
        kept.Write(_buffer.AsSpan(whole, _buffered - whole));
        var done = await Flush(whole, cancellationToken);
        LeaveRun();
        return done;
    }

    private async ValueTask<bool> Flush(int count, CancellationToken cancellationToken)
    {
        if (!await spool.TryAppend(_buffer.AsMemory(0, count), cancellationToken))
            return false;
        var run = _runs[^1];
        _runs[^1] = (run.Start, run.Length + count);
        _buffered = 0;
        return true;
    }

    private void LeaveRun()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _buffered) = ([], 0);
    }

    private bool Find(ReadOnlySpan<byte> body, out int at, out int run)
    {
        run = 0;
        at = body.IndexOf(_mark);
        return at >= 0 && body.Length - at >= _mark.Length + IndexDigits
            && int.TryParse(body.Slice(at + _mark.Length, IndexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out run) && run >= 0 && run < _runs.Count;
    }
}
