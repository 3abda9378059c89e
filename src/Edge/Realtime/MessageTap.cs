using AiGateway.Edge.Pipeline.Bodies;

namespace AiGateway.Edge.Realtime;

/// <summary>Puts the pieces of a text message together while they pass, for whoever has to read it whole. Beyond its limit it keeps no more.</summary>
internal sealed class MessageTap(int mostBytes) : IDisposable
{
    private const int UsualBytes = 4 * 1024;

    /// <summary>A session lasts long, and one large message in it is no reason to hold the room for another.</summary>
    private const int MostKept = 64 * 1024;

    private PooledBody _message = new(UsualBytes);

    /// <summary>Bytes of the message so far, kept or not.</summary>
    public long Length { get; private set; }

    /// <summary>True when the message has come to more than is allowed.</summary>
    public bool IsTooLarge => Length > mostBytes;

    public ReadOnlyMemory<byte> Message => _message.Memory;

    public void Add(ReadOnlySpan<byte> piece, bool keep)
    {
        Length += piece.Length;
        if (!keep || IsTooLarge)
            return;
        piece.CopyTo(_message.GetSpan(piece.Length));
        _message.Advance(piece.Length);
    }

    public void Clear()
    {
        if (_message.Length > MostKept)
        {
            _message.Dispose();
            _message = new PooledBody(UsualBytes);
        }
        _message.Clear();
        Length = 0;
    }

    public void Dispose() => _message.Dispose();
}
