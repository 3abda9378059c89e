using System.Net;
using System.Net.Http.Headers;
using AiGateway.Edge.Elision;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;

namespace AiGateway.Edge.Upstream;

/// <summary>
/// The body of one attempt, written in one piece, so that a short one leaves in the same packet as its head. A provider may
/// answer while the connection is still sending: the memory goes back when both the attempt and the connection are done with
/// it, for by then it can be another caller's.
/// </summary>
internal sealed class AttemptContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly PooledBody _body;
    private readonly List<BodyPiece>? _pieces;
    private int _users = 1;
    private int _disposed;

    /// <param name="body">Taken over: it is disposed of with the last user of this content.</param>
    /// <param name="elided">What was taken out of it and goes out with it; null for nothing.</param>
    public AttemptContent(PooledBody body, ElidedRuns? elided = null)
    {
        _body = body;
        _pieces = elided?.Pieces(body.Memory);
        Headers.ContentType = Json;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            if (_pieces is null)
                await stream.WriteAsync(_body.Memory, cancellationToken);
            foreach (var piece in _pieces ?? [])
                await piece.CopyTo(stream, cancellationToken);
        }
        finally
        {
            Leave();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _pieces?.Sum(piece => piece.Length) ?? _body.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
            Leave();
        base.Dispose(disposing);
    }

    private void Enter()
    {
        int users;
        do
        {
            users = Volatile.Read(ref _users);
            ObjectDisposedException.ThrowIf(users == 0, this);
        }
        while (Interlocked.CompareExchange(ref _users, users + 1, users) != users);
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _body.Dispose();
    }
}
