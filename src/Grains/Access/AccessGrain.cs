using Orleans.Placement;

namespace AiGateway.Grains.Access;

/// <inheritdoc cref="IAccessGrain"/>
[HashBasedPlacement, KeepAlive]
internal sealed class AccessGrain([PersistentState("access", GrainStorageNames.Gateway)] IPersistentState<AccessState> stored) : Grain, IAccessGrain
{
    public ValueTask<AccessSnapshot?> Get(long knownVersion)
    {
        var state = stored.State;
        return ValueTask.FromResult(state.Version == knownVersion ? null : new AccessSnapshot(state.Version, state.Json));
    }

    public async ValueTask<bool> Replace(string json, long expectedVersion)
    {
        var before = stored.State;
        if (before.Version != expectedVersion)
            return false;
        stored.State = new AccessState { Version = before.Version + 1, Json = json };
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // Whether the store has it is unknown; the next activation reads what is true.
            stored.State = before;
            DeactivateOnIdle();
            throw;
        }
        return true;
    }
}

/// <summary>The stored form of who has access.</summary>
public sealed class AccessState
{
    public long Version { get; set; }

    public string Json { get; set; } = "{}";
}
