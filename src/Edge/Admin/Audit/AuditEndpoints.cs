using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Audit;

/// <summary>Who changed what, when, from where.</summary>
internal static class AuditEndpoints
{
    private const int UsualLimit = 100;
    private const int MostEntries = 1_000;

    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/audit", List).Described("listAudit", "Who changed what, newest first", 400, 403);
        admin.MapGet("/audit/chain", async (AuditLog log) => TypedResults.Ok(await log.Check()))
            .Described("getAuditChain", "Whether every line of the audit log follows from the one before it", 403);
    }

    /// <param name="before">Number of a line: only older ones. What a page gives as <c>next</c>.</param>
    /// <param name="who">Only changes by one, such as <c>administrator anna</c>.</param>
    /// <param name="operation">Only one operation, such as <c>putModel</c>.</param>
    /// <param name="limit">1–1,000; 100 when left out.</param>
    private static async Task<Results<Ok<Listed<AuditAnswer>>, ProblemHttpResult>> List(AuditLog log, long? before, string? who, string? operation, int? limit)
    {
        var most = limit ?? UsualLimit;
        if (most is < 1 or > MostEntries)
            return AdminResults.BadParameter("limit", "1 to 1000");
        if (before < 1)
            return AdminResults.BadParameter("before", "the number of a line");
        var found = await log.Newest(before, most + 1, entry => (who is null || entry.Who == who) && (operation is null || entry.Operation == operation));
        var page = found.Take(most).Select(AuditAnswer.Of).ToList();
        return TypedResults.Ok(new Listed<AuditAnswer>(page, found.Count > most ? page[^1].Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
    }
}
