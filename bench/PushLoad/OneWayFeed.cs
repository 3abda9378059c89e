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

/// <summary>Passes what it is told on to observers, one-way. One grain is a feed behind the owner of a key, or is the owner itself.</summary>
[Alias("bench.IOneWayFeed")]
public interface IOneWayFeed : IGrainWithStringKey
{
    /// <summary>The feed that owners publish to.</summary>
    const string Feed = "feed";

    [Alias("subscribe")]
    ValueTask Subscribe(IPushObserver observer);

    /// <summary>A report to the owner of a key.</summary>
    /// <param name="throughFeed">By way of the one feed, as the product does it; otherwise from here to the edges.</param>
    [Alias("report")]
    ValueTask<KeyStatus> Report(KeyStatus status, bool throughFeed);

    [Alias("publish")]
    ValueTask Publish(KeyStatus status);
}

internal sealed class OneWayFeed : Grain, IOneWayFeed
{
    private readonly List<IPushObserver> _observers = [];

    public ValueTask Subscribe(IPushObserver observer)
    {
        _observers.Add(observer);
        return default;
    }

    public ValueTask<KeyStatus> Report(KeyStatus status, bool throughFeed)
    {
        if (throughFeed)
            GrainFactory.GetGrain<IOneWayFeed>(IOneWayFeed.Feed).Publish(status).AsTask().Ignore();
        else
            Send(status);
        return ValueTask.FromResult(status);
    }

    public ValueTask Publish(KeyStatus status)
    {
        Send(status);
        return default;
    }

    private void Send(KeyStatus status)
    {
        foreach (var observer in _observers)
            observer.Changed(status).Ignore();
    }
}
