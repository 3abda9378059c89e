using AiGateway.Core.Pinning;
using AiGateway.Edge.Objects;
using AiGateway.Grains.Pinning;

namespace AiGateway.Edge.Pinning;

/// <summary>Who made which file, batch, response or other thing that is kept, and what a consumer's lists hold.</summary>
internal sealed class ObjectPins(PinBook book, IGrainFactory grains, TimeProvider time)
{
    /// <exception cref="Exception">Its owner could not be asked.</exception>
    public ValueTask<PinFinding> Find(PinKind kind, string id, string consumer) => book.Find(kind, Key(kind, id), consumer);

    /// <summary>When it is done, the consumer finds it at every edge and in its lists.</summary>
    /// <exception cref="Exception">It could not be stored.</exception>
    public async Task Keep(PinKind kind, string id, string consumer, string provider, string account)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var pin = new Pin { Provider = provider, Account = account, Consumer = consumer, CreatedMs = now, UsedMs = now };
        await Twice(() => book.Keep(kind, Key(kind, id), pin));
        if (HasList(kind))
            await Twice(() => Shelf(kind, consumer).Put(new ShelfEntry(id, provider, account)).AsTask());
    }

    /// <exception cref="Exception">It could not be stored.</exception>
    public async Task Forget(PinKind kind, string id, string consumer)
    {
        if (HasList(kind))
            await Twice(() => Shelf(kind, consumer).Remove(id).AsTask());
        await Twice(() => book.Forget(kind, Key(kind, id), consumer));
    }

    /// <inheritdoc cref="Core.Pinning.Shelf.Page"/>
    public ValueTask<ShelfPage?> Page(PinKind kind, string consumer, string? after, int count, bool newestFirst) =>
        Shelf(kind, consumer).Page(after, count, newestFirst);

    /// <summary>Nobody lists responses or conversations, and there are far more of them.</summary>
    private static bool HasList(PinKind kind) => ObjectKinds.Of(kind).Listing is not null;

    private static string Key(PinKind kind, string id) => PinKey.Of(kind, System.Text.Encoding.UTF8.GetBytes(id));

    private IShelfGrain Shelf(PinKind kind, string consumer) => grains.GetGrain<IShelfGrain>(PinKey.OfShelf(kind, consumer));

    /// <summary>An owner that was replaced while it wrote, or whose silo was lost, has a successor that can.</summary>
    private static async Task Twice(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            await write();
        }
    }
}
