namespace AiGateway.Core.Catalog;

/// <summary>
/// Single changes to a catalog. Each gives a new document: an entity with a known id is replaced where it stands,
/// a new one is appended. Taking out what is not there gives back the same instance.
/// </summary>
public static class CatalogEdit
{
    public static CatalogDocument With(this CatalogDocument document, ProviderSpec provider) =>
        document with { Providers = document.Providers.Upsert(provider, p => p.Id) };

    public static CatalogDocument With(this CatalogDocument document, ModelSpec model) =>
        document with { Models = document.Models.Upsert(model, m => m.Id) };

    public static CatalogDocument With(this CatalogDocument document, ConsumerSpec consumer) =>
        document with { Consumers = document.Consumers.Upsert(consumer, c => c.Id) };

    /// <exception cref="KeyNotFoundException">There is no such provider.</exception>
    public static CatalogDocument WithKey(this CatalogDocument document, string providerId, KeySpec key)
    {
        var provider = document.Provider(providerId);
        return document.With(provider with { Keys = provider.Keys.Upsert(key, k => k.Id) });
    }

    public static CatalogDocument WithoutProvider(this CatalogDocument document, string id) =>
        document.Providers.Without(id, p => p.Id) is { } rest ? document with { Providers = rest } : document;

    public static CatalogDocument WithoutModel(this CatalogDocument document, string id) =>
        document.Models.Without(id, m => m.Id) is { } rest ? document with { Models = rest } : document;

    public static CatalogDocument WithoutConsumer(this CatalogDocument document, string id) =>
        document.Consumers.Without(id, c => c.Id) is { } rest ? document with { Consumers = rest } : document;

    /// <exception cref="KeyNotFoundException">There is no such provider.</exception>
    public static CatalogDocument WithoutKey(this CatalogDocument document, string providerId, string keyId)
    {
        var provider = document.Provider(providerId);
        return provider.Keys.Without(keyId, k => k.Id) is { } rest ? document.With(provider with { Keys = rest }) : document;
    }

    private static ProviderSpec Provider(this CatalogDocument document, string id) =>
        document.Providers.FirstOrDefault(p => p.Id == id) ?? throw new KeyNotFoundException($"There is no provider '{id}'.");

    private static IReadOnlyList<T> Upsert<T>(this IReadOnlyList<T> items, T item, Func<T, string> id) =>
        items.Any(i => id(i) == id(item)) ? [.. items.Select(i => id(i) == id(item) ? item : i)] : [.. items, item];

    private static T[]? Without<T>(this IReadOnlyList<T> items, string gone, Func<T, string> id)
    {
        var rest = items.Where(i => id(i) != gone).ToArray();
        return rest.Length == items.Count ? null : rest;
    }
}
