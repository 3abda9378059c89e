using Orleans.Placement;

namespace AiGateway.Grains.Access;

/// <inheritdoc cref="IKeyRingGrain"/>
[HashBasedPlacement]
internal sealed class KeyRingGrain([PersistentState("key-ring", GrainStorageNames.Gateway)] IPersistentState<KeyRingState> stored) : Grain, IKeyRingGrain
{
    public ValueTask<string[]> Read() => ValueTask.FromResult(stored.State.Keys);

    public async ValueTask Add(string xml)
    {
        var before = stored.State;
        stored.State = new KeyRingState { Keys = [.. before.Keys, xml] };
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
    }
}

/// <summary>The stored form of the key ring.</summary>
public sealed class KeyRingState
{
    public string[] Keys { get; set; } = [];
}
