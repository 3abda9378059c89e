using System.Runtime.InteropServices;

namespace AiGateway.Core.Usage;

/// <summary>
/// Calls added up as they end, so that passing them on costs by consumer, model and minute, of which there are few, however
/// many calls there were. Not safe for several threads at once.
/// </summary>
public sealed class UsageTally
{
    /// <summary>Calls that can be looked at one by one afterwards: the newest so many of a batch.</summary>
    public const int MaxListed = 400;

    /// <summary>About 20 MB: while the control plane is away sums would grow by the minute.</summary>
    private const int MaxSums = 20_000;

    private static readonly RollupResolution[] Resolutions = [RollupResolution.Minute, RollupResolution.Hour, RollupResolution.Day];
    private readonly Dictionary<(string? Consumer, string Model, long Minute), UsageCell> _sums = [];
    private readonly Queue<UsageRecord> _newest = new();

    /// <summary>True when no call was added yet.</summary>
    public bool IsEmpty => _newest.Count == 0;

    /// <summary>Whether it takes more memory than it is worth.</summary>
    public bool IsFull => _sums.Count >= MaxSums;

    /// <summary>The calls to be listed, oldest first.</summary>
    public IReadOnlyCollection<UsageRecord> Newest => _newest;

    /// <summary>Adds one call to the minute it started in.</summary>
    public void Add(UsageRecord record)
    {
        var minute = RollupSpan.CellStart(RollupResolution.Minute, record.StartedAtMs);
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (record.Shadow == true ? null : record.Consumer, record.Model, minute), out _);
        (sum ??= new UsageCell()).Add(record);
        if (_newest.Count == MaxListed)
            _newest.Dequeue();
        _newest.Enqueue(record);
    }

    /// <summary>What each page of the roll-ups gains.</summary>
    public Dictionary<RollupKey, RollupPage> Pages()
    {
        var pages = new Dictionary<RollupKey, RollupPage>();
        foreach (var ((consumer, model, minute), sum) in _sums)
        {
            foreach (var resolution in Resolutions)
            {
                if (consumer is null)
                {
                    // Copies are neither their consumer's usage nor the model's.
                    PageOf(pages, RollupKey.For(RollupEntity.Shadow, model, resolution, minute)).Add(minute, sum);
                    continue;
                }
                PageOf(pages, RollupKey.For(RollupEntity.Consumer, consumer, resolution, minute)).Add(minute, sum);
                if (model.Length > 0)
                    PageOf(pages, RollupKey.For(RollupEntity.Model, model, resolution, minute)).Add(minute, sum);
            }
        }
        return pages;
    }

    private static RollupPage PageOf(Dictionary<RollupKey, RollupPage> pages, RollupKey key)
    {
        ref var page = ref CollectionsMarshal.GetValueRefOrAddDefault(pages, key, out _);
        return page ??= RollupPage.For(key.Resolution, key.StartMs);
    }
}
