namespace AiGateway.Edge.Catalog;

/// <summary>Whose limits have to do with one entity of the catalog, each owner's once.</summary>
internal static class LimitedEntities
{
    /// <summary>The consumer's own, and those for models of the catalog.</summary>
    public static IReadOnlyList<LimitedEntity> OfConsumer(RoutingTable table, ConsumerEntry consumer) =>
        Distinct([consumer.Limited, .. table.Routes.Select(route => consumer.LimitedFor(route.Spec.Id))]);

    /// <summary>The model's own, its targets' and its shadow's.</summary>
    public static IReadOnlyList<LimitedEntity> OfModel(ModelRoute route) =>
        Distinct([route.Limited, .. route.Targets.Select(target => target.Limited), route.Shadow?.Limited]);

    /// <summary>Those of the provider's accounts, for the models that are asked for there.</summary>
    public static IReadOnlyList<LimitedEntity> OfProvider(RoutingTable table, ProviderEntry provider)
    {
        var models = table.Routes.SelectMany(route => route.Targets.Concat(route.Fallback)).Where(target => target.Provider.Id == provider.Id)
            .Select(target => target.Model).Distinct(StringComparer.Ordinal).ToList();
        return Distinct(provider.Keys.SelectMany(key => models.Select(model => key.LimitedFor(model, model))));
    }

    private static IReadOnlyList<LimitedEntity> Distinct(IEnumerable<LimitedEntity?> entities) =>
        [.. entities.OfType<LimitedEntity>().DistinctBy(entity => entity.Name, StringComparer.Ordinal)];
}
