using System.Globalization;
using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.History;
using AiGateway.Edge.Admin.Audit;
using AiGateway.Edge.Admin.Http;
using AiGateway.Grains.Catalog.History;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog.History;

/// <summary>What this API has made, as it was: versions, how they differ, and the way back to one.</summary>
internal static class HistoryEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var history = admin.MapGroup("/catalog/history");
        history.MapGet("", List).Described("listCatalogVersions", "Versions of what this API has made, newest first, and what each changed", 400);
        history.MapGet("/{version}", Get).Described("getCatalogVersion", "One version, without its secrets", 400, 404);
        history.MapGet("/{version}/diff", Diff).Described("diffCatalogVersions", "How a version differs from another, by entity and member", 400, 404);
        history.MapPost("/{version}/restore", Restore).Described("restoreCatalogVersion", "Puts a version in force again, as a new one", 400, 404, 409, 412, 422);
    }

    private static async Task<Results<Ok<Listed<CatalogVersionSummary>>, ProblemHttpResult>> List([AsParameters] HistoryParameters part, CatalogHistory history) =>
        part.Take(await history.List(), version => version.Version, out var page) is { } problem ? problem : TypedResults.Ok(page);

    private static async Task<Results<Ok<CatalogVersionAnswer>, ProblemHttpResult>> Get(long version, CatalogHistory history) => await history.Find(version) is { } found
        ? TypedResults.Ok(CatalogVersionAnswer.Of(found.Summary, CatalogContents.Of(CatalogJson.Read(found.ManagedJson))))
        : NotFound(version);

    /// <param name="version">Where it starts.</param>
    /// <param name="to">Where it leads; the version in force when left out.</param>
    private static async Task<Results<Ok<CatalogDiffAnswer>, ProblemHttpResult>> Diff(long version, long? to, CatalogHistory history)
    {
        if (await history.Find(version) is not { } from)
            return NotFound(version);
        if (to is null)
        {
            var (newest, json) = await history.Newest();
            return TypedResults.Ok(new CatalogDiffAnswer(version, newest, CatalogDiff.Between(from.ManagedJson, json)));
        }
        return await history.Find(to.Value) is { } other
            ? TypedResults.Ok(new CatalogDiffAnswer(version, to.Value, CatalogDiff.Between(from.ManagedJson, other.ManagedJson)))
            : NotFound(to.Value);
    }

    private static async Task<Results<Ok<CatalogRestoredAnswer>, ProblemHttpResult>> Restore(
        long version, HttpContext http, CatalogHistory history, CatalogEditor editor, StoredSecrets secrets)
    {
        if (await history.Find(version) is not { } found)
            return NotFound(version);
        var document = CatalogJson.Read(found.ManagedJson);
        if (secrets.Unreadable(document) is { Count: > 0 } problems)
            return AdminResults.Invalid("The version has secrets that cannot be opened any more.", problems);
        var wanted = Preconditions.Of(http.Request.Headers);
        IReadOnlyList<EntityChange> changes = [];
        var result = await editor.Change(layers =>
        {
            if (CatalogTag.Refuse(layers, wanted, http) is { } refused)
                return refused;
            changes = CatalogDiff.Between(CatalogJson.Write(layers.Managed), found.ManagedJson);
            return document;
        });
        return AdminResults.Of(result, stored =>
        {
            CatalogTag.Set(http, stored);
            AuditedChange.Note(http, null, changes);
            return new CatalogRestoredAnswer(result.Outcome!.Version, version, changes);
        });
    }

    private static ProblemHttpResult NotFound(long version) => AdminResults.Problem(
        StatusCodes.Status404NotFound, string.Create(CultureInfo.InvariantCulture, $"There is no version {version} of what this API has made."),
        $"Only the newest {ICatalogHistoryGrain.MostVersions} are kept, and changes of the catalog file are none of them; /admin/v1/catalog/history lists what there is.");
}
