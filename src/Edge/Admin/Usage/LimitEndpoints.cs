using AiGateway.Edge.Admin.Http;
using AiGateway.Edge.Catalog;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Usage;

/// <summary>How far limits are used, asked of their owners.</summary>
internal static class LimitEndpoints
{
    /// <summary>Owners asked for one answer.</summary>
    private const int MostEntities = 1_000;

    public static void Map(IEndpointRouteBuilder admin) => admin.MapGet("/limits", Find)
        .Described("getLimits", "How far the limits of a consumer, a model or a provider's accounts are used", 400, 404);

    /// <param name="consumer">Id of a consumer: its limits, for single models too.</param>
    /// <param name="model">Id of a model: its own limits, its targets' and its shadow's.</param>
    /// <param name="provider">Id of a provider: the limits of its accounts.</param>
    private static async Task<Results<Ok<Listed<EntityUseAnswer>>, ProblemHttpResult>> Find(string? consumer, string? model, string? provider, CatalogView catalog, IGrainFactory grains)
    {
        if (new[] { consumer, model, provider }.Count(id => id is not null) != 1)
            return AdminResults.BadParameter("consumer', 'model' or 'provider", "given, one of them");
        if (catalog.Table is not { } table)
            return AdminResults.Problem(StatusCodes.Status503ServiceUnavailable, "This edge has no catalog yet.", "Try again in a moment.");
        if (Entities(table, consumer, model, provider) is not { } entities)
            return consumer is not null ? AdminResults.NotFound("consumer", consumer) : model is not null ? AdminResults.NotFound("model", model) : AdminResults.NotFound("provider", provider!);
        var uses = await Task.WhenAll(entities.Take(MostEntities).Select(async entity =>
            EntityUseAnswer.Of(entity, await grains.GetGrain<ILimitGrain>(entity.Name).Use(entity.Limits, entity.Version))));
        return TypedResults.Ok(new Listed<EntityUseAnswer>(uses));
    }

    private static IReadOnlyList<LimitedEntity>? Entities(RoutingTable table, string? consumer, string? model, string? provider)
    {
        if (consumer is not null)
            return table.Consumers.TryGetValue(consumer, out var caller) ? LimitedEntities.OfConsumer(table, caller) : null;
        if (model is not null)
            return table.Routes.FirstOrDefault(route => route.Spec.Id == model) is { } route ? LimitedEntities.OfModel(route) : null;
        return table.Providers.TryGetValue(provider!, out var entry) ? LimitedEntities.OfProvider(table, entry) : null;
    }
}
