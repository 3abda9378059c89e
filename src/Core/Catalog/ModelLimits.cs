namespace AiGateway.Core.Catalog;

/// <summary>Which limits hold for a model.</summary>
public static class ModelLimits
{
    /// <summary>Stands for every model without an entry of its own.</summary>
    public const string Others = "*";

    /// <summary>What a consumer may use of a model, on top of its own limits; null for no limit.</summary>
    /// <param name="consumer">A consumer of a catalog without problems.</param>
    /// <param name="model">The model's id in the catalog, not the name a caller gave.</param>
    public static LimitSpec? Of(ConsumerSpec consumer, string model) =>
        (Entry(consumer.ModelLimits, model) ?? Entry(consumer.ModelLimits, Others))?.Limits;

    /// <summary>What a provider allows a key's quota group for a model; null for no limit.</summary>
    /// <param name="provider">A provider of a catalog without problems.</param>
    /// <param name="key">One of its keys. Another key of the group may be the one that states the limits.</param>
    /// <param name="upstreamModel">The provider's name for the model.</param>
    public static LimitSpec? Of(ProviderSpec provider, KeySpec key, string upstreamModel)
    {
        var group = provider.Keys.Where(each => each.Group == key.Group).ToArray();
        return group.Select(each => Entry(each.ModelLimits, upstreamModel)).FirstOrDefault(entry => entry is not null) is { } entry
            ? entry.Limits
            : group.FirstOrDefault(each => each.Limits is not null)?.Limits;
    }

    private static ModelLimitSpec? Entry(IReadOnlyList<ModelLimitSpec> entries, string model) =>
        entries.FirstOrDefault(entry => entry.Model == model);
}
