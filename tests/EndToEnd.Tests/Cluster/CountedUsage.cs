using AiGateway.Core.Usage;
using AiGateway.Edge.Usage;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>What has been counted of the calls, in the two places that keep it.</summary>
internal static class CountedUsage
{
    /// <summary>Calls in the roll-ups of the whole cluster; -1 while their keepers cannot be asked.</summary>
    public static async Task<long> CallsCounted(this EdgeProcess edge) => await edge.Admin.Get("/admin/v1/usage?by=consumer") is { Status: 200 } answer
        ? answer.Json["data"]!.AsArray().Sum(series => series!["total"]!["calls"]!.GetValue<long>())
        : -1;

    /// <summary>Ids of the newest calls in the call log of the whole cluster; none while its keepers cannot be asked.</summary>
    public static async Task<IReadOnlyList<string>> CallsListed(this EdgeProcess edge) => await edge.Admin.Get("/admin/v1/usage/calls?limit=1000") is { Status: 200 } answer
        ? [.. answer.Json["data"]!.AsArray().Select(call => call!["callId"]!.GetValue<string>())]
        : [];

    /// <summary>The records this edge has written since its data directory was made.</summary>
    public static IReadOnlyList<UsageRecord> Journal(this EdgeProcess edge) =>
        [.. Directory.EnumerateFiles(Path.Combine(edge.DataDirectory, "journal"), "*.ndjson").Order(StringComparer.Ordinal).SelectMany(file => JournalLines.Parse(File.ReadAllBytes(file)))];
}
