using AiGateway.Core.Pinning;
using AiGateway.Grains.Pinning;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>The owner of one list, with the real rules and no store.</summary>
internal sealed class FakeShelf : IShelfGrain
{
    private Shelf _shelf = Shelf.Empty;

    public ValueTask Put(ShelfEntry entry)
    {
        _shelf = _shelf.With(entry);
        return default;
    }

    public ValueTask Remove(string id)
    {
        _shelf = _shelf.Without(id);
        return default;
    }

    public ValueTask<ShelfPage?> Page(string? after, int count, bool newestFirst) => ValueTask.FromResult(_shelf.Page(after, count, newestFirst));
}
