using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.History;
using AiGateway.Edge.Admin.Audit;
using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Catalog.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog.Transfer;

/// <summary>The catalog as YAML, out and in.</summary>
internal static class TransferEndpoints
{
    private const string Yaml = "application/yaml";

    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapGet("/catalog/export", Export).Produces<string>(StatusCodes.Status200OK, Yaml)
            .Described("exportCatalog", "What this API has made, in the shape of the catalog file; variables stand for secrets", 400);
        admin.MapPost("/catalog/import", Import).Accepts<string>(Yaml, "application/x-yaml", "text/yaml", "text/plain")
            .Described("importCatalog", "Takes a text in the shape of the catalog file, all or nothing", 400, 409, 412, 413, 422);
    }

    /// <param name="layer">What is written: <c>managed</c>, which is what this API has made, or <c>all</c>, what the catalog file declares included.</param>
    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Export(string? layer, HttpContext http, CatalogEditor editor)
    {
        if (layer is not (null or "managed" or "all"))
            return AdminResults.BadParameter("layer", "managed or all");
        var (layers, _) = await editor.Read();
        CatalogTag.Set(http, layers);
        http.Response.Headers.ContentDisposition = "attachment; filename=\"catalog.yaml\"";
        return TypedResults.Text(CatalogYaml.Write(layer == "all" ? layers.Merge().Document : layers.Managed), Yaml);
    }

    /// <param name="dryRun">Whether it only tells what it would change.</param>
    /// <param name="replace">Whether what this API has made and the text does not name goes away.</param>
    private static async Task<Results<Ok<CatalogImportAnswer>, ProblemHttpResult>> Import(
        bool? dryRun, bool? replace, HttpContext http, CatalogEditor editor, CatalogImport import)
    {
        var yaml = await AdminBody.Text(http, CatalogImport.MostBytes);
        var wanted = Preconditions.Of(http.Request.Headers);
        IReadOnlyList<EntityChange> changes = [];
        CatalogChange Edit(CatalogLayers layers)
        {
            if (CatalogTag.Refuse(layers, wanted, http) is { } refused)
                return refused;
            var result = import.Into(layers, yaml, replace == true);
            if (result.Document is not { } managed)
                return Wrong(result);
            changes = CatalogDiff.Between(CatalogJson.Write(layers.Managed), CatalogJson.Write(managed));
            return managed;
        }

        if (dryRun == true)
        {
            var (layers, version) = await editor.Read();
            if (Edit(layers).Refused is { } refused)
                return refused;
            CatalogTag.Set(http, layers);
            return TypedResults.Ok(new CatalogImportAnswer(DryRun: true, version, changes));
        }
        var change = await editor.Change(Edit);
        return AdminResults.Of(change, stored =>
        {
            CatalogTag.Set(http, stored);
            AuditedChange.Note(http, null, changes);
            return new CatalogImportAnswer(DryRun: false, change.Outcome!.Version, changes);
        });
    }

    private static ProblemHttpResult Wrong(CatalogFileResult result) => TypedResults.Problem(
        statusCode: result.IsYaml ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status400BadRequest,
        title: result.IsYaml ? "The catalog would not be valid with this import." : "The text cannot be read.",
        detail: result.Problems[0].ToString(),
        extensions: new Dictionary<string, object?> { ["problems"] = result.Problems.Select(problem => new ImportProblemAnswer(problem.Line, problem.Column, problem.Path, problem.Message)).ToList() });
}

/// <summary>What an import changed, or would change.</summary>
/// <param name="DryRun">Whether it was only to be told.</param>
/// <param name="Version">The catalog's version.</param>
internal sealed record CatalogImportAnswer(bool DryRun, long Version, IReadOnlyList<EntityChange> Changes);

/// <summary>One thing that is wrong with a text.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Path">Which field; empty where it is about the whole.</param>
/// <param name="Message">What is wrong, and what to do.</param>
internal sealed record ImportProblemAnswer(int Line, int Column, string Path, string Message);
