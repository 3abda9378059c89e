using AiGateway.Core.Catalog.History;
using Orleans.Concurrency;
using Orleans.Placement;

namespace AiGateway.Grains.Catalog.History;

/// <inheritdoc cref="ICatalogHistoryGrain"/>
[HashBasedPlacement]
internal sealed class CatalogHistoryGrain([PersistentState("history", GrainStorageNames.Gateway)] IPersistentState<CatalogHistoryState> stored) : Grain, ICatalogHistoryGrain
{
    public async ValueTask Keep(CatalogVersion version, long newest)
    {
        var text = CompressedText.Of(version.ManagedJson);
        // What is newer was about to come into force and never did: its place is free.
        var kept = stored.State.Versions.Where(each => each.Summary.Version <= newest).ToList();
        var place = FreePlace(kept);
        await Place(place).Write(version.Summary.Version, text.AsImmutable());
        kept.Add(new KeptVersion(version.Summary, place, text.Length));
        var dropped = DropOldest(kept);
        await Write(new CatalogHistoryState { Versions = kept });
        // Room in the store, and no more: what is not listed is not there, and its place is written anew in time.
        foreach (var gone in dropped)
            Place(gone.Place).Write(0, new Immutable<byte[]>([])).AsTask().Ignore();
    }

    public ValueTask<CatalogVersionSummary[]> List(long newest) =>
        ValueTask.FromResult(stored.State.Versions.Where(each => each.Summary.Version <= newest).Select(each => each.Summary).Reverse().ToArray());

    public async ValueTask<CatalogVersion?> Get(long version, long newest)
    {
        if (version > newest || stored.State.Versions.FirstOrDefault(each => each.Summary.Version == version) is not { } kept)
            return null;
        return await Place(kept.Place).Read(version) is { } text ? new CatalogVersion(kept.Summary, CompressedText.Read(text)) : null;
    }

    /// <summary>One more place than versions, so that none that is listed is ever written over.</summary>
    private static int FreePlace(IReadOnlyList<KeptVersion> kept)
    {
        var taken = kept.Select(each => each.Place).ToHashSet();
        return Enumerable.Range(0, ICatalogHistoryGrain.MostVersions + 1).First(place => !taken.Contains(place));
    }

    private static List<KeptVersion> DropOldest(List<KeptVersion> kept)
    {
        var bytes = kept.Sum(each => (long)each.Bytes);
        var drop = 0;
        while (kept.Count - drop > ICatalogHistoryGrain.MostVersions || (bytes > ICatalogHistoryGrain.MostBytes && kept.Count - drop > 1))
            bytes -= kept[drop++].Bytes;
        var dropped = kept[..drop];
        kept.RemoveRange(0, drop);
        return dropped;
    }

    private ICatalogVersionGrain Place(int place) => GrainFactory.GetGrain<ICatalogVersionGrain>(ICatalogVersionGrain.KeyOf(this.GetPrimaryKeyLong(), place));

    private async Task Write(CatalogHistoryState state)
    {
        var before = stored.State;
        stored.State = state;
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

/// <summary>The stored form of the list of versions.</summary>
public sealed class CatalogHistoryState
{
    /// <summary>Oldest first.</summary>
    public List<KeptVersion> Versions { get; set; } = [];
}

/// <summary>A version and where it is.</summary>
/// <param name="Place">Of <see cref="ICatalogVersionGrain"/>.</param>
/// <param name="Bytes">That it takes there.</param>
public sealed record KeptVersion(CatalogVersionSummary Summary, int Place, int Bytes);
