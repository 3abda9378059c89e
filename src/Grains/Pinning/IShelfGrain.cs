using AiGateway.Core.Pinning;
using Orleans.Concurrency;

namespace AiGateway.Grains.Pinning;

/// <summary>What one consumer made of one kind. Its key is the kind and the consumer's id, such as <c>file/team-a</c>.</summary>
[Alias("aigw.IShelfGrain")]
public interface IShelfGrain : IGrainWithStringKey
{
    /// <summary>Lists one more; it is stored when this answers.</summary>
    [Alias("put")]
    ValueTask Put(ShelfEntry entry);

    [Alias("remove")]
    ValueTask Remove(string id);

    /// <inheritdoc cref="Shelf.Page"/>
    [Alias("page"), ReadOnly]
    ValueTask<ShelfPage?> Page(string? after, int count, bool newestFirst);
}
