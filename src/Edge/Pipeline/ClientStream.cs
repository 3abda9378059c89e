using System.Buffers;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Upstream.OpenAi;

namespace AiGateway.Edge.Pipeline;

/// <summary>
/// The way back to the caller. Nothing is sent before there is something worth sending, so that until then another key or
/// target can be tried unseen; after a long silence a sign of life goes out first, and the search goes on behind it.
/// Writers are the call itself and the heartbeat; the gate keeps one out of the middle of the other's event.
/// </summary>
internal sealed class ClientStream(HttpContext http, bool events, long holdMs, long everyMs, TimeProvider time) : IDisposable
{
    private static ReadOnlySpan<byte> Comment => ": keep-alive\n\n"u8;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _quietSinceMs = time.MonotonicMs();
    private bool _closed;

    /// <summary>True once the status and headers are on their way and can no longer be changed.</summary>
    public bool Committed { get; private set; }

    /// <summary>Sets headers that depend on which attempt answers; called once, just before they are sent.</summary>
    public Action<IHeaderDictionary>? OnCommit { get; set; }

    /// <summary>Sends what <paramref name="pending"/> holds and empties it.</summary>
    public async ValueTask Send(PooledBody pending, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Commit(contentLength: null);
            http.Response.BodyWriter.Write(pending.Span);
            pending.Clear();
            await http.Response.BodyWriter.FlushAsync(cancellationToken);
            _quietSinceMs = time.MonotonicMs();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sends a whole answer and nothing after it.</summary>
    public async ValueTask SendWhole(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Commit(body.Length);
            _closed = true;
            await http.Response.BodyWriter.WriteAsync(body, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends a stream that had begun with an error, and cuts the connection. Call <see cref="Close"/> first.</summary>
    public async Task Fail(OpenAiError error)
    {
        try
        {
            if (events)
            {
                StreamErrorEvent.Write(error, http.Response.BodyWriter);
                await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // It left first.
        }
        http.Abort();
    }

    /// <summary>No sign of life from here on. Waits for one that is being written.</summary>
    public async ValueTask Close()
    {
        await _gate.WaitAsync(CancellationToken.None);
        _closed = true;
        _gate.Release();
    }

    /// <summary>Sends a sign of life if the caller has waited long enough for one.</summary>
    public async Task Beat(long nowMs)
    {
        var quietMs = nowMs - Volatile.Read(ref _quietSinceMs);
        if (quietMs < (Committed ? everyMs : holdMs) || !await _gate.WaitAsync(0))
            return;
        try
        {
            if (_closed)
                return;
            Commit(contentLength: null);
            // White space may stand before a JSON document, a comment between two events.
            http.Response.BodyWriter.Write(events ? Comment : "\n"u8);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
            _quietSinceMs = nowMs;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private void Commit(int? contentLength)
    {
        if (Committed)
            return;
        Committed = true;
        var response = http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = events ? "text/event-stream; charset=utf-8" : "application/json";
        response.ContentLength = contentLength;
        if (events)
        {
            response.Headers.CacheControl = "no-cache";
            response.Headers["X-Accel-Buffering"] = "no";
        }
        OnCommit?.Invoke(response.Headers);
    }
}
