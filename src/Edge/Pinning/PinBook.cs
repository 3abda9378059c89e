using AiGateway.Core.Pinning;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Pinning;

namespace AiGateway.Edge.Pinning;

/// <summary>This edge's end of the pins: from memory where it can, else from their owners.</summary>
internal sealed class PinBook(IGrainFactory grains, TimeProvider time)
{
    /// <summary>A pin never changes but for its end; it is asked for again so that its owner hears that it is in use.</summary>
    private const long KnownMs = 10 * 60_000;

    /// <summary>What is not there may have been made a moment ago, at another edge.</summary>
    private const long UnknownMs = 5_000;

    private const int CacheEntries = 100_000;

    private readonly PinCache _cache = new(CacheEntries);

    /// <exception cref="Exception">Its owner could not be asked.</exception>
    public ValueTask<PinFinding> Find(PinKind kind, string key, string consumer) =>
        _cache.Find(key, consumer, time.MonotonicMs()) is { } known ? new(known) : Ask(kind, key, consumer);

    /// <summary>When it is done, every edge finds the pin. This one does from now on, whatever comes of it.</summary>
    public async Task Keep(PinKind kind, string key, Pin pin)
    {
        Remember(key, pin.Consumer, new PinFinding(PinStanding.Own, pin));
        await Owner(kind, key).Keep(pin);
    }

    public async Task Forget(PinKind kind, string key, string consumer)
    {
        Remember(key, consumer, PinFinding.Unknown);
        await Owner(kind, key).Forget(consumer);
    }

    private async ValueTask<PinFinding> Ask(PinKind kind, string key, string consumer)
    {
        var found = await Owner(kind, key).Find(consumer);
        Remember(key, consumer, found);
        return found;
    }

    private void Remember(string key, string consumer, PinFinding finding) =>
        _cache.Set(key, consumer, finding, time.MonotonicMs() + (finding.Pin is null ? UnknownMs : KnownMs));

    private IPinGrain Owner(PinKind kind, string key) => kind switch
    {
        PinKind.Signature => grains.GetGrain<ISignaturePinGrain>(key),
        _ => grains.GetGrain<IObjectPinGrain>(key),
    };
}
