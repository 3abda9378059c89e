using AiGateway.Core.Usage;
using AiGateway.Core.Usage.Records;
using AiGateway.Edge.Usage;
using AiGateway.Grains.Usage;

namespace AiGateway.Edge.Records;

/// <summary>
/// What the control plane remembers of recent calls: all that a cluster without a database has. It is in batches, of which the newest
/// are read until enough match.
/// </summary>
internal sealed class RecentRecords(IGrainFactory grains) : IRecordFinder
{
    private const int MaxBatches = 200;

    public async Task<IReadOnlyList<StoredRecord>> Find(RecordQuery query, CancellationToken stop)
    {
        var before = Math.Min(query.ToMs ?? long.MaxValue, query.After?.StartedAtMs + 1 ?? long.MaxValue);
        var edges = await grains.GetGrain<IUsageIndexGrain>(IUsageIndexGrain.Key).Edges();
        var batches = (await Task.WhenAll(edges.Select(edge => grains.GetGrain<ICallLogGrain>(edge).Recent(before, MaxBatches).AsTask())))
            .SelectMany(refs => refs).Where(batch => batch.NewestMs >= (query.FromMs ?? 0)).OrderByDescending(batch => batch.NewestMs);
        var found = new SortedSet<StoredRecord>(RecordPlace.NewestFirst);
        foreach (var batch in batches)
        {
            stop.ThrowIfCancellationRequested();
            // In order of their newest call: once enough are newer than all of the rest, it is over.
            if (found.Count == query.Limit && found.Max!.Record.StartedAtMs > batch.NewestMs)
                break;
            var lines = new JournalLines(batch.FirstSequence, 0, await grains.GetGrain<ICallBatchGrain>(batch.GrainKey).Read());
            foreach (var (sequence, record) in lines.Numbered())
            {
                var stored = new StoredRecord(batch.Writer, sequence, record);
                if (!query.Matches(stored))
                    continue;
                found.Add(stored);
                if (found.Count > query.Limit)
                    found.Remove(found.Max!);
            }
        }
        return [.. found];
    }
}
