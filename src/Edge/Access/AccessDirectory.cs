using AiGateway.Core.Access;
using AiGateway.Grains.Access;

namespace AiGateway.Edge.Access;

/// <summary>
/// Who has access, asked of its owner each time, so that what is taken away is gone everywhere at once. An answer that nothing has changed is
/// a few bytes.
/// </summary>
internal sealed class AccessDirectory(IGrainFactory grains)
{
    private const int MaxTries = 5;

    private volatile Known _known = new(0, AccessDocument.Empty);

    private IAccessGrain Owner => grains.GetGrain<IAccessGrain>(IAccessGrain.Key);

    public async ValueTask<AccessDocument> Read() => (await Newest()).Document;

    /// <param name="edit">Makes the new document from the one that is there; null to leave it. May run again when somebody else was first.</param>
    /// <returns>The document now; null when it was left as it was.</returns>
    /// <exception cref="TimeoutException">Others kept changing it.</exception>
    public async Task<AccessDocument?> Change(Func<AccessDocument, AccessDocument?> edit)
    {
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var before = await Newest();
            if (edit(before.Document) is not { } after)
                return null;
            if (await Owner.Replace(AccessJson.Write(after), before.Version))
                return after;
        }
        throw new TimeoutException("Others kept changing who has access at the same time.");
    }

    private async ValueTask<Known> Newest()
    {
        var known = _known;
        if (await Owner.Get(known.Version) is not { } newer)
            return known;
        return _known = new Known(newer.Version, AccessJson.Read<AccessDocument>(newer.Json));
    }

    private sealed record Known(long Version, AccessDocument Document);
}
