using AiGateway.Core.Usage;
using Orleans.Placement;

namespace AiGateway.Grains.Usage;

/// <inheritdoc cref="IUsagePageGrain"/>
internal abstract class UsagePageGrain(IPersistentState<UsagePageState> stored) : Grain, IUsagePageGrain
{
    public async ValueTask Absorb(string writer, long lastSequence, RollupPage batch)
    {
        var page = stored.State.Page ??= new RollupPage { Resolution = batch.Resolution, StartMs = batch.StartMs };
        if (!page.Absorb(writer, lastSequence, batch))
            return;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // Memory is ahead of the store, or the store of memory. The sender will come again; the next activation knows which.
            DeactivateOnIdle();
            throw;
        }
    }

    public ValueTask<RollupPage> Read()
    {
        var key = RollupKey.Parse(this.GetPrimaryKeyString());
        return ValueTask.FromResult(stored.State.Page ?? new RollupPage { Resolution = key.Resolution, StartMs = key.StartMs });
    }
}

/// <summary>The stored form of a page.</summary>
public sealed class UsagePageState
{
    public RollupPage? Page { get; set; }
}

[HashBasedPlacement]
internal sealed class MinutePageGrain([PersistentState("minutes", GrainStorageNames.Recent)] IPersistentState<UsagePageState> stored)
    : UsagePageGrain(stored), IMinutePageGrain;

[HashBasedPlacement]
internal sealed class LastingPageGrain([PersistentState("rollup", GrainStorageNames.Gateway)] IPersistentState<UsagePageState> stored)
    : UsagePageGrain(stored), ILastingPageGrain;
