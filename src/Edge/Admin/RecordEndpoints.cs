using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.Core.Money;
using AiGateway.Core.Usage;
using AiGateway.Edge.Records;

namespace AiGateway.Edge.Admin;

/// <summary>Calls one by one, newest first, a page at a time.</summary>
internal static class RecordEndpoints
{
    private const int MaxLimit = 1_000;

    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/usage/calls", Find);

    private static async Task<IResult> Find([AsParameters] RecordParameters given, IRecordFinder records, CancellationToken aborted)
    {
        if (Read(given, out var query) is { } problem)
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

    /// <returns>What is wrong with the question; null when nothing is.</returns>
    private static IResult? Read(RecordParameters given, out RecordQuery query)
    {
        query = new RecordQuery();
        if (!QueryTime.TryRead(given.From, out var fromMs) || !QueryTime.TryRead(given.To, out var toMs) || fromMs >= toMs)
            return AdminResults.BadParameter("from' and 'to", "ISO 8601 times, from before to");
        if (given.Limit is < 1 or > MaxLimit)
            return AdminResults.BadParameter("limit", $"a number between 1 and {MaxLimit}");
        RecordPlace? after = null;
        if (given.After is not null && !RecordPlace.TryParse(given.After, out after))
            return AdminResults.BadParameter("after", "what the page before called 'next'");
        CallOutcome? outcome = null;
        if (given.Outcome is not null)
        {
            if (!Enum.TryParse<CallOutcome>(given.Outcome, ignoreCase: true, out var named) || int.TryParse(given.Outcome, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
                return AdminResults.BadParameter("outcome", $"one of {string.Join(", ", Enum.GetNames<CallOutcome>())}");
            outcome = named;
        }
        query = new RecordQuery
        {
            FromMs = fromMs,
            ToMs = toMs,
            CallId = given.CallId,
            Consumer = given.Consumer,
            Model = given.Model,
            Provider = given.Provider,
            Key = given.Key,
            Outcome = outcome,
            Status = given.Status,
            Shadow = given.Shadow == true,
            After = after,
            Limit = given.Limit ?? query.Limit,
        };
        return null;
    }

    /// <summary>The record as it is stored, but for its cost, which people count in dollars.</summary>
    private static JsonObject Shown(UsageRecord record)
    {
        var shown = JsonNode.Parse(UsageRecordJson.Write(record with { CostNanos = null }))!.AsObject();
        if (record.CostNanos is { } nanos)
            shown["costUsd"] = new Usd(nanos).Dollars;
        return shown;
    }
}

/// <summary>What a list of calls can be narrowed by; what is left out does not matter.</summary>
/// <param name="From">Started at or after, ISO 8601.</param>
/// <param name="To">Started before, ISO 8601.</param>
/// <param name="CallId">The call's x-request-id.</param>
/// <param name="Outcome">A name of <see cref="CallOutcome"/>.</param>
/// <param name="Status">HTTP status the caller received.</param>
/// <param name="Shadow">True for the copies that shadows answered, in place of callers' own calls.</param>
/// <param name="Limit">Calls on a page, 1–1,000; 100 when left out.</param>
/// <param name="After">What the page before called next.</param>
internal sealed record RecordParameters(
    string? From, string? To, string? CallId, string? Consumer, string? Model, string? Provider, string? Key, string? Outcome, int? Status, bool? Shadow,
    int? Limit, string? After);
