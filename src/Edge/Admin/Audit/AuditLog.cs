using AiGateway.Core.Access;
using AiGateway.Grains.Audit;

namespace AiGateway.Edge.Admin.Audit;

/// <summary>Reads the audit log.</summary>
internal sealed class AuditLog(IGrainFactory grains)
{
    /// <summary>Changes, newest first. One whose end is in the log is told by its end alone.</summary>
    /// <param name="before">Only lines before this one; null for all.</param>
    /// <param name="limit">At most so many.</param>
    public async Task<IReadOnlyList<AuditEntry>> Newest(long? before, int limit, Func<AuditEntry, bool> wanted)
    {
        var found = new List<AuditEntry>();
        var count = await grains.GetGrain<IAuditGrain>(IAuditGrain.Key).Count();
        var last = Math.Min(count, (before ?? long.MaxValue) - 1);
        // What begins on one page may end on the next.
        var ended = last > 0 ? EndsOf(await Page(((last - 1) / IAuditGrain.PageLines) + 1)) : [];
        for (var page = last > 0 ? (last - 1) / IAuditGrain.PageLines : -1; page >= 0 && found.Count < limit; page--)
        {
            var lines = await Page(page);
            ended.UnionWith(EndsOf(lines));
            found.AddRange(lines.Reverse().Where(line => line.Number <= last && (line.Status is not null || !ended.Contains(line.ChangeId)) && wanted(line)));
            ended = EndsOf(lines);
        }
        return found.Count > limit ? found[..limit] : found;
    }

    public async Task<AuditChainAnswer> Check()
    {
        var count = await grains.GetGrain<IAuditGrain>(IAuditGrain.Key).Count();
        var chain = AuditChain.Start;
        long expected = 1;
        for (long page = 0; page * IAuditGrain.PageLines < count; page++)
        {
            var lines = (await Page(page)).Where(line => line.Number <= count).ToList();
            var broken = AuditChain.FirstBroken(lines, chain);
            foreach (var line in lines)
            {
                if (line.Number != expected++)
                    broken = Math.Min(broken ?? long.MaxValue, expected - 1);
            }
            if (broken is not null)
                return new AuditChainAnswer(count, broken, chain);
            chain = lines.Count > 0 ? lines[^1].Chain : chain;
        }
        return new AuditChainAnswer(count, expected <= count ? expected : null, chain);
    }

    private async Task<IReadOnlyList<AuditEntry>> Page(long page) => [.. (await grains.GetGrain<IAuditPageGrain>(page).Read()).Select(AccessJson.Read<AuditEntry>)];

    private static HashSet<string> EndsOf(IEnumerable<AuditEntry> lines) => lines.Where(line => line.Status is not null).Select(line => line.ChangeId).ToHashSet(StringComparer.Ordinal);
}
