using AiGateway.Core.Pinning;
using Orleans.Placement;

namespace AiGateway.Grains.Pinning;

/// <summary>A shell around <see cref="PinSet"/>. The store itself forgets what was not written for long, so nobody has to look for it.</summary>
internal abstract class PinGrain(IPersistentState<PinState> stored, TimeProvider time) : Grain, IPinGrain
{
    public async ValueTask<PinFinding> Find(string consumer)
    {
        var found = stored.State.Pins.Find(consumer);
        if (found.Pin?.Used(time.GetUtcNow().ToUnixTimeMilliseconds()) is not { } used)
            return found;
        try
        {
            await Write(stored.State.Pins.With(used));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Only its last use is not stored; the next one comes to it again, long before the store forgets.
        }
        return found;
    }

    public ValueTask Keep(Pin pin) => Write(stored.State.Pins.With(pin));

    public ValueTask Forget(string consumer) => stored.State.Pins.Find(consumer).Pin is null ? default : Write(stored.State.Pins.Without(consumer));

    private async ValueTask Write(PinSet pins)
    {
        var before = stored.State.Pins;
        stored.State.Pins = pins;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // Whether the store has it is unknown; the next activation reads what is true.
            stored.State.Pins = before;
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>The stored form of a thing's pins.</summary>
public sealed class PinState
{
    public PinSet Pins { get; set; } = PinSet.Empty;
}

/// <inheritdoc cref="IObjectPinGrain"/>
[HashBasedPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class ObjectPinGrain([PersistentState("pin", GrainStorageNames.Objects)] IPersistentState<PinState> stored, TimeProvider time)
    : PinGrain(stored, time), IObjectPinGrain;

/// <inheritdoc cref="ISignaturePinGrain"/>
[HashBasedPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class SignaturePinGrain([PersistentState("pin", GrainStorageNames.Signatures)] IPersistentState<PinState> stored, TimeProvider time)
    : PinGrain(stored, time), ISignaturePinGrain;
