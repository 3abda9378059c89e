using System.Text.Json.Nodes;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using AiGateway.Core.Usage.Records;
using AiGateway.Edge.Records;

namespace AiGateway.Edge.Admin;

/// <summary>Calls one by one, newest first, a page at a time.</summary>
internal static class RecordEndpoints
{
    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/usage/calls", Find);

    /// <summary>The record as it is stored, but for its cost, which people count in dollars.</summary>
    public static JsonObject Shown(UsageRecord record)
    {
        var shown = JsonNode.Parse(UsageRecordJson.Write(record with { CostNanos = null }))!.AsObject();
        if (record.CostNanos is { } nanos)
            shown["costUsd"] = new Usd(nanos).Dollars;
        return shown;
    }

    private static async Task<IResult> Find([AsParameters] RecordParameters given, IRecordFinder records, CancellationToken aborted)
    {
        if (given.Read(out var query) is { } problem)
            return problem;
        // One more than asked for tells whether there is another page.
        var found = await records.Find(query with { Limit = query.Limit + 1 }, aborted);
        var page = found.Take(query.Limit).ToList();
        return Results.Json(new
        {
            data = page.Select(stored => Shown(stored.Record)),
            next = found.Count > query.Limit ? RecordPlace.Of(page[^1]).ToCursor() : null,
        });
    }
}
