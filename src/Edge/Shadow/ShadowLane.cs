using System.Threading.Channels;
using AiGateway.Core.Health;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Bodies;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Pipeline.Sending;
using AiGateway.Edge.Telemetry;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Shadow;

/// <summary>The copies of one model's calls at this edge: a bounded queue, and a bounded number under way.</summary>
internal sealed partial class ShadowLane(string model, ShadowCalls calls, ShadowMetrics metrics, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Under way at one moment, whatever the limits allow: a shadow that hangs must not gather up connections.</summary>
    public const int MostUnderWay = 32;

    /// <summary>Larger bodies are not copied, bytes.</summary>
    public const int LargestBody = 1024 * 1024;

    /// <summary>Bytes of bodies that wait: what is kept for copies is taken from nobody's call.</summary>
    public const long MostBytes = 32L * 1024 * 1024;

    /// <summary>A provider that refuses copies for their rate, or has no capacity, is left alone for so long unless it says how long, ms.</summary>
    private const long AwayMs = 1_000;

    private const long LongestAwayMs = 60_000;

    private readonly Channel<ShadowCopy> _queue = Channel.CreateUnbounded<ShadowCopy>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _places = new(MostUnderWay, MostUnderWay);
    private readonly ShadowShare _share = new();
    private readonly long[] _dropped = new long[ShadowDrops.Count];
    private long _sent;
    private long _bytes;
    private long _awayUntilMs;
    private int _queued;

    /// <summary>Copies that wait.</summary>
    public int Queued => Volatile.Read(ref _queued);

    public int UnderWay => MostUnderWay - _places.CurrentCount;

    /// <summary>Copies sent since the edge started.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public long Dropped(ShadowDrop why) => Interlocked.Read(ref _dropped[(int)why]);

    /// <summary>Takes a copy of a call that has ended, if it is its turn and there is room. Waits for nothing.</summary>
    public void Offer(Exchange call, ShadowRoute shadow)
    {
        if (!_share.Next(shadow.Spec.Percent))
            return;
        if (call.Scan.Signatures is not null || call.Scan.Objects is not null)
        {
            Drop(ShadowDrop.Bound);
            return;
        }
        var length = call.Body.Length;
        if (length > LargestBody || call.Elided is not null)
        {
            Drop(ShadowDrop.TooLarge);
            return;
        }
        var (queued, bytes) = (Interlocked.Increment(ref _queued), Interlocked.Add(ref _bytes, length));
        if (queued > shadow.Spec.MaxQueued || bytes > MostBytes)
        {
            Leave(length);
            Drop(ShadowDrop.QueueFull);
            return;
        }
        // By its own words, which are gone when the copy is sent; two providers' caches then meet the same conversations.
        if (shadow.Target.Provider.HasAffinity)
            call.Conversation ??= Conversation.Of(call);
        var copy = new ShadowCopy(call);
        if (!_queue.Writer.TryWrite(copy))
            Discard(copy);
    }

    /// <summary>Sends copies until it is stopped, and then drops those that wait and ends those under way.</summary>
    public async Task Run(CancellationToken stop)
    {
        try
        {
            await foreach (var copy in _queue.Reader.ReadAllAsync(stop))
                await Start(copy, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var waiting))
            Discard(waiting);
        for (var i = 0; i < MostUnderWay; i++)
            await _places.WaitAsync(CancellationToken.None);
    }

    public void Dispose() => _places.Dispose();

    private async Task Start(ShadowCopy copy, CancellationToken stop)
    {
        var start = (ShadowStart)ShadowDrop.Stopped;
        var placed = false;
        try
        {
            await _places.WaitAsync(stop);
            placed = true;
            // Those that are cancelled on shutdown leave places, which nobody is to take any more.
            stop.ThrowIfCancellationRequested();
            if (Interlocked.Read(ref _awayUntilMs) - time.MonotonicMs() is > 0 and var away)
                await Task.Delay(TimeSpan.FromMilliseconds(away), time, stop);
            start = await calls.Prepare(copy, stop);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !stop.IsCancellationRequested)
        {
            LogFailed(logger, model, e);
        }
        finally
        {
            Leave(copy.Body.Length);
            copy.Dispose();
            if (start.Call is null)
            {
                Drop(start.Why);
                if (placed)
                    _places.Release();
            }
        }
        if (start is { Call: { } call, Attempt: { } attempt })
            _ = Make(call, attempt, stop);
    }

    private async Task Make(Exchange call, Attempt attempt, CancellationToken stop)
    {
        Interlocked.Increment(ref _sent);
        try
        {
            if (await calls.Make(call, attempt, stop) is { Class: FailureClass.KeyThrottled or FailureClass.Overloaded } failure)
                Interlocked.Exchange(ref _awayUntilMs, time.MonotonicMs() + Math.Min(failure.RetryAfterMs ?? AwayMs, LongestAwayMs));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogFailed(logger, model, e);
        }
        finally
        {
            _places.Release();
        }
    }

    private void Discard(ShadowCopy copy)
    {
        Leave(copy.Body.Length);
        copy.Dispose();
        Drop(ShadowDrop.Stopped);
    }

    private void Leave(int length)
    {
        Interlocked.Decrement(ref _queued);
        Interlocked.Add(ref _bytes, -length);
    }

    private void Drop(ShadowDrop why)
    {
        Interlocked.Increment(ref _dropped[(int)why]);
        metrics.Dropped(model, why);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A copy of a call for model {Model} failed in the gateway")]
    private static partial void LogFailed(ILogger logger, string model, Exception e);
}
