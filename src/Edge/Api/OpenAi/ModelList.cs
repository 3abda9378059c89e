using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline;

namespace AiGateway.Edge.Api.OpenAi;

/// <summary>The models the caller may use, from the catalog.</summary>
internal sealed class ModelList(CatalogView catalog, Authenticate authenticate)
{
    public async Task List(HttpContext http)
    {
        if (await Caller(http) is not var (table, consumer))
            return;
        await http.Response.WriteAsJsonAsync(new
        {
            @object = "list",
            data = table.Routes
                .Where(route => !route.Spec.IsPattern && consumer.Models.Allows(route.Spec.Id))
                .Select(route => Entry(route.Spec.Id, route)),
        });
    }

    public async Task One(HttpContext http, string id)
    {
        if (await Caller(http) is not var (table, consumer))
            return;
        if (table.Models.TryFind(id, out var match) && consumer.Models.Allows(id))
            await http.Response.WriteAsJsonAsync(Entry(id, match.Value));
        else
            await ErrorResponse.WriteAsync(http, RequestErrors.UnknownModel(id));
    }

    private async Task<(RoutingTable Table, ConsumerEntry Consumer)?> Caller(HttpContext http)
    {
        if (catalog.Table is not { } table)
        {
            await ErrorResponse.WriteAsync(http, GatewayErrors.NotReady());
            return null;
        }
        var refusal = authenticate.Find(http, table, out var consumer);
        if (refusal is null)
            return (table, consumer!);
        await ErrorResponse.WriteAsync(http, refusal);
        return null;
    }

    /// <summary>OpenAI's four required members. Nothing says when a catalog's model was made, and clients only want a number.</summary>
    private static object Entry(string id, ModelRoute route) =>
        new { id, @object = "model", created = 0, owned_by = route.Targets[0].Provider.Id };
}
