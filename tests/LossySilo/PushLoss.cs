using AiGateway.Grains.Feed;

namespace AiGateway.LossySilo;

/// <summary>Loses some of the calls by which the feed tells edges of changes, as a network might. What edges ask is answered.</summary>
/// <param name="share">From 0 to 1.</param>
/// <param name="seed">Of the die.</param>
public sealed class PushLoss(double share, int seed) : IOutgoingGrainCallFilter
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private int _lost;

    public int Lost => Volatile.Read(ref _lost);

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.InterfaceMethod.DeclaringType != typeof(IFeedObserver) || !IsLost())
            return context.Invoke();
        Interlocked.Increment(ref _lost);
        return Task.CompletedTask;
    }

    private bool IsLost()
    {
        lock (_gate)
            return _random.NextDouble() < share;
    }
}
