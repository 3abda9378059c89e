using System.Runtime.InteropServices;
using AiGateway.Core.Usage;

namespace AiGateway.Edge.Usage;

/// <summary>What a batch of records adds to each page. Calls of one minute, consumer and model are summed up first: there are few of those however many calls there are.</summary>
internal static class BatchRollup
{
    private static readonly RollupResolution[] Resolutions = [RollupResolution.Minute, RollupResolution.Hour, RollupResolution.Day];

    public static Dictionary<RollupKey, RollupPage> Of(IReadOnlyList<UsageRecord> records)
    {
        var sums = new Dictionary<(string Consumer, string Model, long Minute), UsageCell>();
        foreach (var record in records)
        {
            var minute = RollupSpan.CellStart(RollupResolution.Minute, record.StartedAtMs);
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (record.Consumer, record.Model, minute), out _);
            (sum ??= new UsageCell()).Add(record);
        }

        var pages = new Dictionary<RollupKey, RollupPage>();
        foreach (var ((consumer, model, minute), sum) in sums)
        {
            foreach (var resolution in Resolutions)
            {
                PageOf(pages, RollupKey.For(RollupEntity.Consumer, consumer, resolution, minute)).Add(minute, sum);
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
