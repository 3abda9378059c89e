using AiGateway.Core.Catalog;
using AiGateway.Edge.Admin.Audit;
using AiGateway.Edge.Admin.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>
/// What providers, models and consumers have in common as resources: pages, tags, preconditions, and that nothing the catalog file declares
/// is changed here. All of a change is decided from the very catalog that it then replaces.
/// </summary>
/// <param name="name">As it is called in messages.</param>
/// <param name="items">Where they stand in a catalog.</param>
/// <param name="idOf">Its id.</param>
/// <param name="without">The catalog without it.</param>
/// <param name="shown">Without its secrets.</param>
internal sealed class CatalogResource<TSpec, TAnswer>(
    string name, Func<CatalogDocument, IReadOnlyList<TSpec>> items, Func<TSpec, string> idOf, Func<CatalogDocument, string, CatalogDocument> without,
    Func<TSpec, TAnswer> shown)
    where TSpec : class
{
    public async Task<Results<Ok<Listed<TAnswer>>, ProblemHttpResult>> List([AsParameters] PageParameters part, CatalogEditor editor)
    {
        var all = items((await editor.Read()).Layers.Merge().Document);
        return part.Take(all, idOf, out var page) is { } problem ? problem : TypedResults.Ok(page.Shown(shown));
    }

    public async Task<Results<Ok<TAnswer>, StatusCodeHttpResult, ProblemHttpResult>> Get(string id, HttpContext http, CatalogEditor editor)
    {
        if (Find((await editor.Read()).Layers.Merge().Document, id) is not { } found)
            return AdminResults.NotFound(name, id);
        var tag = Tag(http, found);
        return Preconditions.Of(http.Request.Headers).Has(tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(shown(found));
    }

    /// <summary>Creates or replaces one.</summary>
    /// <param name="id">In the address.</param>
    /// <param name="given">In the body.</param>
    /// <param name="edit">Makes the new catalog from the old one and the entity as it was, which is null when it is new.</param>
    public Task<Results<Ok<TAnswer>, ProblemHttpResult>> Put(
        string id, TSpec given, HttpContext http, CatalogEditor editor, Func<CatalogDocument, TSpec?, CatalogDocument> edit)
    {
        if (AdminResults.IdMismatch(name, id, idOf(given)) is { } mismatch)
            return Task.FromResult<Results<Ok<TAnswer>, ProblemHttpResult>>(mismatch);
        return Change(id, http, editor, (managed, before) => edit(managed, before), shown, mayBeNew: true);
    }

    /// <summary>Changes a part of one that is there.</summary>
    public Task<Results<Ok<T>, ProblemHttpResult>> Edit<T>(
        string id, HttpContext http, CatalogEditor editor, Func<CatalogDocument, TSpec, CatalogChange> edit, Func<TSpec, T> answer) =>
        Change(id, http, editor, (managed, before) => edit(managed, before!), answer, mayBeNew: false);

    public async Task<Results<Ok<DeletedAnswer>, ProblemHttpResult>> Delete(string id, HttpContext http, CatalogEditor editor)
    {
        var wanted = Preconditions.Of(http.Request.Headers);
        TSpec? before = null;
        var result = await editor.Change(layers =>
        {
            before = Find(layers.Managed, id);
            return Refuse(layers, id, wanted, http, mayBeNew: false) is { } refused ? refused : without(layers.Managed, id);
        });
        if (result.Outcome is { Conflict: false, Problems: { Length: > 0 } uses })
            return AdminResults.InUse(name, id, uses);
        return AdminResults.Of(result, _ =>
        {
            AuditedChange.Note(http, shown(before!), null);
            return new DeletedAnswer(id);
        });
    }

    private async Task<Results<Ok<T>, ProblemHttpResult>> Change<T>(
        string id, HttpContext http, CatalogEditor editor, Func<CatalogDocument, TSpec?, CatalogChange> edit, Func<TSpec, T> answer, bool mayBeNew)
    {
        var wanted = Preconditions.Of(http.Request.Headers);
        TSpec? before = null;
        var result = await editor.Change(layers =>
        {
            before = Find(layers.Managed, id);
            return Refuse(layers, id, wanted, http, mayBeNew) is { } refused ? refused : edit(layers.Managed, before);
        });
        return AdminResults.Of(result, stored =>
        {
            var now = Find(stored.Managed, id)!;
            Tag(http, now);
            AuditedChange.Note(http, before is null ? null : shown(before), shown(now));
            return answer(now);
        });
    }

    private ProblemHttpResult? Refuse(CatalogLayers layers, string id, Preconditions wanted, HttpContext http, bool mayBeNew)
    {
        if (Find(layers.File, id) is not null)
            return AdminResults.InFile(name, id);
        var current = Find(layers.Managed, id);
        if (wanted.Allow(current is null ? null : Tag(current)))
            return current is null && !mayBeNew ? AdminResults.NotFound(name, id) : null;
        if (current is not null)
            Tag(http, current);
        return AdminResults.Changed(name, id, current is null ? null : shown(current));
    }

    private TSpec? Find(CatalogDocument document, string id) => items(document).FirstOrDefault(item => idOf(item) == id);

    private static string Tag(TSpec entity) => EntityTag.Of(CatalogJson.Write(entity));

    private static string Tag(HttpContext http, TSpec entity)
    {
        var tag = Tag(entity);
        http.Response.Headers.ETag = tag;
        return tag;
    }
}
