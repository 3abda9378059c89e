using AiGateway.Core.Usage;
using Orleans.Concurrency;

namespace AiGateway.Grains.Usage;

/// <summary>One page of a roll-up. Its key is a <see cref="RollupKey"/>.</summary>
public interface IUsagePageGrain : IGrainWithStringKey
{
    /// <summary>
    /// Adds what one batch of a writer's journal holds for this page. A batch comes again until it is confirmed, always with
    /// the same bounds, and counts once.
    /// </summary>
    /// <param name="lastSequence">Number of the batch's last record in the writer's journal.</param>
    [Alias("absorb")]
    ValueTask Absorb(string writer, long lastSequence, RollupPage batch);

    [Alias("read"), ReadOnly]
    ValueTask<RollupPage> Read();
}

/// <summary>A page of minutes, forgotten after <see cref="GrainStorageNames.RecentLifetime"/>.</summary>
[Alias("aigw.IMinutePageGrain")]
public interface IMinutePageGrain : IUsagePageGrain;

/// <summary>A page of hours or days, kept.</summary>
[Alias("aigw.ILastingPageGrain")]
public interface ILastingPageGrain : IUsagePageGrain;
