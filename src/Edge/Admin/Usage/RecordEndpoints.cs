using AiGateway.Core.Usage.Records;
using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Records;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Usage;

/// <summary>Calls one by one, newest first, a page at a time.</summary>
internal static class RecordEndpoints
{
    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/usage/calls", Find)
        .Described("listCalls", "Calls one by one, newest first", 400);

    private static async Task<Results<Ok<CallPage>, ProblemHttpResult>> Find([AsParameters] RecordParameters given, IRecordFinder records, CancellationToken aborted)
    {
        if (given.Read(out var query) is { } problem)
            return problem;
        // One more than asked for tells whether there is another page.
        var found = await records.Find(query with { Limit = query.Limit + 1 }, aborted);
        var page = found.Take(query.Limit).ToList();
        return TypedResults.Ok(new CallPage(
            [.. page.Select(stored => CallAnswer.Of(stored.Record))],
            found.Count > query.Limit ? RecordPlace.Of(page[^1]).ToCursor() : null));
    }
}
