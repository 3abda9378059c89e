using System.Runtime.CompilerServices;
using AiGateway.Grains.Keys;
using Orleans.Concurrency;

namespace AiGateway.PushLoad;

/// <summary>An edge's end of a push that nobody waits for.</summary>
[Alias("bench.IPushObserver")]
public interface IPushObserver : IGrainObserver
{
    [Alias("changed"), OneWay]
    Task Changed(KeyStatus status);
}

/// <summary>What the product could do instead. One grain is a feed behind the owners of keys, the others are such owners.</summary>
[Alias("bench.IBenchFeed")]
public interface IBenchFeed : IGrainWithStringKey
{
    /// <summary>The feed that owners publish to.</summary>
    const string Feed = "feed";

    [Alias("subscribe")]
    ValueTask Subscribe(IPushObserver observer);

    /// <summary>Each status as it comes.</summary>
    [Alias("watch"), AlwaysInterleave]
    IAsyncEnumerable<KeyStatus> Watch(CancellationToken cancellationToken = default);

    /// <summary>A report to the owner of a key.</summary>
    /// <param name="throughFeed">To those who watch the feed; otherwise from here to the observers.</param>
    [Alias("report")]
    ValueTask<KeyStatus> Report(KeyStatus status, bool throughFeed);

    [Alias("publish"), AlwaysInterleave]
    ValueTask Publish(KeyStatus status);
}

internal sealed class BenchFeed : Grain, IBenchFeed
{
    private readonly List<IPushObserver> _observers = [];
    private TaskCompletionSource<KeyStatus> _next = NewSignal();

    public ValueTask Subscribe(IPushObserver observer)
    {
        _observers.Add(observer);
        return default;
    }

    public async IAsyncEnumerable<KeyStatus> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
            yield return await _next.Task.WaitAsync(cancellationToken);
    }

    public ValueTask<KeyStatus> Report(KeyStatus status, bool throughFeed)
    {
        if (throughFeed)
            GrainFactory.GetGrain<IBenchFeed>(IBenchFeed.Feed).Publish(status).AsTask().Ignore();
        else
            _observers.ForEach(observer => observer.Changed(status).Ignore());
        return ValueTask.FromResult(status);
    }

    public ValueTask Publish(KeyStatus status)
    {
        var next = _next;
        _next = NewSignal();
        next.SetResult(status);
        return default;
    }

    private static TaskCompletionSource<KeyStatus> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
