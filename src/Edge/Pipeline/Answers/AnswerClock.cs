using AiGateway.Core.Health;

namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>How long an answer that has begun may keep silent: until its first content, and between two reads.</summary>
internal sealed class AnswerClock : IDisposable
{
    private readonly AnswerClocks _clocks;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _onAborted;
    private readonly CancellationToken _aborted;
    private readonly TimeProvider _time;
    private readonly long _startedTicks;
    private readonly int _firstTokenMs;
    private readonly int _betweenMs;

    public AnswerClock(AnswerClocks clocks, Exchange call, long sentTicks, int firstTokenMs, int betweenMs, TimeProvider time)
    {
        (_clocks, _firstTokenMs, _betweenMs, _time) = (clocks, firstTokenMs, betweenMs, time);
        (_aborted, _startedTicks) = (call.Aborted, sentTicks);
        _source = clocks.Take();
        _onAborted = _aborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Set when the first content has come.</summary>
    public bool ContentSeen { get; set; }

    /// <summary>Stops while the caller takes what was read: its slowness is not the provider's silence.</summary>
    public void Stop() => _source.CancelAfter(Timeout.Infinite);

    /// <summary>Runs from here to the next read.</summary>
    public void Start()
    {
        // Comments and empty pieces while a model still thinks are no content, and give it no more time.
        var leftMs = ContentSeen ? _betweenMs : _firstTokenMs - (long)_time.GetElapsedTime(_startedTicks).TotalMilliseconds;
        _source.CancelAfter((int)Math.Max(0, leftMs));
    }

    /// <summary>What an exception while reading or writing means.</summary>
    public TransportFault Fault(Exception exception) =>
        _aborted.IsCancellationRequested ? TransportFault.ClientCancelled
        : exception is not OperationCanceledException ? TransportFault.CutStream
        : ContentSeen ? TransportFault.IdleTimeout
        : TransportFault.FirstTokenTimeout;

    public void Dispose()
    {
        _onAborted.Dispose();
        _clocks.GiveBack(_source);
    }
}
