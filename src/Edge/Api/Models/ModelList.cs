using AiGateway.Core.Catalog;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Pipeline;
using AiGateway.Edge.Pipeline.Routing;
using AiGateway.Edge.Prices;

namespace AiGateway.Edge.Api.Models;

/// <summary>The models the caller may use, from the catalog, in the form of its own dialect.</summary>
internal sealed class ModelList(CatalogView catalog, Authenticate authenticate, PriceView prices)
{
    public async Task List(HttpContext http)
    {
        if (await Caller(http) is not var (table, consumer))
            return;
        var models = table.Routes
            .SelectMany(route => route.Spec.Names, (route, name) => (Name: name, Route: route))
            .Where(model => !model.Name.EndsWith('*') && !NameExpression.Is(model.Name) && consumer.Models.Allows(model.Name))
            .Select(model => Describe(model.Name, model.Route));
        await http.Response.WriteAsJsonAsync(Form(http) switch
        {
            Dialect.Anthropic => ModelForms.Anthropic([.. models]),
            Dialect.Gemini => ModelForms.Gemini(models),
            _ => ModelForms.OpenAi(models),
        });
    }

    public async Task One(HttpContext http, string id)
    {
        if (await Caller(http) is not var (table, consumer))
            return;
        if (!table.Models.TryFind(id, out var match) || !consumer.Models.Allows(id))
        {
            await ErrorResponse.WriteAsync(http, RequestErrors.UnknownModel(id));
            return;
        }
        var model = Describe(id, match.Value);
        await http.Response.WriteAsJsonAsync(Form(http) switch
        {
            Dialect.Anthropic => ModelForms.Anthropic(model),
            Dialect.Gemini => ModelForms.Gemini(model),
            _ => ModelForms.OpenAi(model),
        });
    }

    /// <summary>Anthropic's clients ask at the address of OpenAI's, and say so in a header.</summary>
    private static Dialect Form(HttpContext http)
    {
        if (http.Request.Headers.ContainsKey("anthropic-version"))
            CallerForm.Set(http, Dialect.Anthropic);
        return CallerForm.Of(http);
    }

    private ListedModel Describe(string name, ModelRoute route)
    {
        var target = route.Targets[0];
        return new(name, target.Provider.Id, route.Spec.Context, prices.List.Find(target.Provider.Id, target.Model));
    }

    private async Task<(RoutingTable Table, ConsumerEntry Consumer)?> Caller(HttpContext http)
    {
        Form(http);
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
}
