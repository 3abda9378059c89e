using AiGateway.Core.Pinning;
using Orleans.Placement;

namespace AiGateway.Grains.Pinning;

/// <summary>A shell around <see cref="Shelf"/>.</summary>
[HashBasedPlacement]
internal sealed class ShelfGrain([PersistentState("shelf", GrainStorageNames.Objects)] IPersistentState<ShelfState> stored) : Grain, IShelfGrain
{
    public ValueTask Put(ShelfEntry entry) => Become(stored.State.Shelf.With(entry));

    public ValueTask Remove(string id) => Become(stored.State.Shelf.Without(id));

    public ValueTask<ShelfPage?> Page(string? after, int count, bool newestFirst) => ValueTask.FromResult(stored.State.Shelf.Page(after, count, newestFirst));

    private async ValueTask Become(Shelf shelf)
    {
        var before = stored.State.Shelf;
        if (ReferenceEquals(shelf, before))
            return;
        stored.State.Shelf = shelf;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            // Whether the store has it is unknown; the next activation reads what is true.
            stored.State.Shelf = before;
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>The stored form of a shelf.</summary>
public sealed class ShelfState
{
    public Shelf Shelf { get; set; } = Shelf.Empty;
}
