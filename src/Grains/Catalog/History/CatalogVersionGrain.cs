using Orleans.Concurrency;
using Orleans.Placement;

namespace AiGateway.Grains.Catalog.History;

/// <inheritdoc cref="ICatalogVersionGrain"/>
[HashBasedPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed class CatalogVersionGrain([PersistentState("version", GrainStorageNames.Gateway)] IPersistentState<CatalogVersionState> stored) : Grain, ICatalogVersionGrain
{
    public async ValueTask Write(long version, Immutable<byte[]> text)
    {
        stored.State = new CatalogVersionState { Version = version, Text = text.Value };
        try
        {
            await stored.WriteStateAsync();
        }
        finally
        {
            // Memory is for what is read; and after a failure the next activation reads what is true.
            DeactivateOnIdle();
        }
    }

    public ValueTask<byte[]?> Read(long version) => ValueTask.FromResult(stored.State.Version == version ? stored.State.Text : null);
}

/// <summary>The stored form of a version.</summary>
public sealed class CatalogVersionState
{
    /// <summary>0 for none.</summary>
    public long Version { get; set; }

    /// <summary><see cref="CompressedText"/>.</summary>
    public byte[] Text { get; set; } = [];
}
