using Orleans.Placement;

namespace AiGateway.Grains.Usage;

/// <inheritdoc cref="IUsageIndexGrain"/>
[HashBasedPlacement]
internal sealed class UsageIndexGrain([PersistentState("edges", GrainStorageNames.Gateway)] IPersistentState<UsageIndexState> stored) : Grain, IUsageIndexGrain
{
    public async ValueTask Register(string edgeId)
    {
        if (stored.State.Edges.Contains(edgeId))
            return;
        stored.State.Edges.Add(edgeId);
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    public ValueTask<string[]> Edges() => ValueTask.FromResult(stored.State.Edges.ToArray());
}

/// <summary>The stored form of the list of edges.</summary>
public sealed class UsageIndexState
{
    public List<string> Edges { get; set; } = [];
}
