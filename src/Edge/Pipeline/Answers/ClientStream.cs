using System.Buffers;
using System.IO.Pipelines;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Grains.Cluster;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>
/// The way back to the caller. Nothing is sent before there is something worth sending, so that until then another key or
/// target can be tried unseen; after a long silence a sign of life goes out first, and the search goes on behind it.
/// Writers are the call itself and the heartbeat; the gate keeps one out of the middle of the other's event.
/// </summary>
internal sealed class ClientStream(HttpContext http, AnswerForm form, long holdMs, long everyMs, TimeProvider time) : IDisposable
{
    private static ReadOnlySpan<byte> Comment => ": keep-alive\n\n"u8;

    // Taken once: while an attempt runs the context shows the forwarder a response of its own, and its features are not made
    // for the heartbeat's thread.
    private readonly IHttpResponseFeature _head = http.Features.GetRequiredFeature<IHttpResponseFeature>();
    private readonly PipeWriter _body = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
    private readonly CancellationToken _aborted = http.RequestAborted;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private AnswerForm _form = form;
    private string? _contentType;
    private long? _contentLength;
    private long _quietSinceMs = time.MonotonicMs();
    private bool _closed;

    /// <summary>True once the status and headers are on their way and can no longer be changed.</summary>
    public bool Committed { get; private set; }

    /// <summary>The number of the event that comes next; null where events are not numbered.</summary>
    public long? NextSequence { get; set; }

    /// <summary>Sets headers that depend on which attempt answers; called once, just before they are sent.</summary>
    public Action<IHeaderDictionary>? OnCommit { get; set; }

    /// <summary>Sends what <paramref name="pending"/> holds and empties it.</summary>
    public async ValueTask Send(PooledBody pending, CancellationToken cancellationToken)
    {
        await Send(pending.Memory, cancellationToken);
        pending.Clear();
    }

    /// <summary>Sends the next piece.</summary>
    public async ValueTask Send(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Commit(_contentLength);
            await _body.WriteAsync(piece, cancellationToken);
            _quietSinceMs = time.MonotonicMs();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The answer has a form of its own, in which no sign of life can be told from it.</summary>
    /// <param name="contentType">As the provider names it.</param>
    /// <param name="contentLength">Bytes; null when that is not known.</param>
    /// <returns>False when the caller has been told of the expected form already.</returns>
    public async ValueTask<bool> TryBecome(string contentType, long? contentLength)
    {
        await _gate.WaitAsync(CancellationToken.None);
        if (!Committed)
            (_form, _contentType, _contentLength) = (AnswerForm.Bytes, contentType, contentLength);
        _gate.Release();
        return !Committed;
    }

    /// <summary>Sends a whole answer and nothing after it.</summary>
    public async ValueTask SendWhole(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            Commit(body.Length);
            _closed = true;
            await _body.WriteAsync(body, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends a stream that had begun with an error, and breaks the connection off. Call <see cref="Close"/> first.</summary>
    /// <exception cref="AnswerBrokenOffException">Always: the server then sends what was written, and closes without the end that would make it whole.</exception>
    public async Task Fail(OpenAiError error)
    {
        try
        {
            // A list that breaks off in its midst says enough.
            if (_form == AnswerForm.Events)
            {
                CallerForm.WriteStreamError(http, error, NextSequence, _body);
                await _body.FlushAsync(_aborted);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // It left first.
        }
        throw new AnswerBrokenOffException();
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
            if (_closed || _form == AnswerForm.Bytes)
                return;
            Commit(contentLength: null);
            // White space may stand before a JSON document and between its elements, a comment between two events.
            _body.Write(_form == AnswerForm.Events ? Comment : "\n"u8);
            await _body.FlushAsync(_aborted);
            _quietSinceMs = nowMs;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private void Commit(long? contentLength)
    {
        if (Committed)
            return;
        Committed = true;
        _head.StatusCode = StatusCodes.Status200OK;
        _head.Headers.ContentType = _contentType ?? (_form == AnswerForm.Events ? "text/event-stream; charset=utf-8" : "application/json");
        _head.Headers.ContentLength = contentLength;
        if (_form != AnswerForm.Whole)
        {
            _head.Headers.CacheControl = "no-cache";
            _head.Headers["X-Accel-Buffering"] = "no";
        }
        OnCommit?.Invoke(_head.Headers);
    }
}
