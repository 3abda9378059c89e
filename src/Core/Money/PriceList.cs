using System.Collections.Frozen;
using AiGateway.Core.Catalog;

namespace AiGateway.Core.Money;

/// <summary>
/// Prices by provider and by the provider's name for the model: an exact name goes before any pattern, a longer pattern
/// before a shorter one. Immutable; a look-up allocates nothing.
/// </summary>
public sealed class PriceList
{
    private readonly FrozenDictionary<string, ModelIndex<ModelPrice>> _byProvider;

    /// <param name="specs">Without problems.</param>
    public PriceList(IReadOnlyCollection<PriceSpec> specs)
    {
        Count = specs.Count;
        _byProvider = specs.GroupBy(spec => spec.Provider, StringComparer.Ordinal).ToFrozenDictionary(
            group => group.Key,
            group => new ModelIndex<ModelPrice>(group.Select(spec => KeyValuePair.Create(spec.Model, spec.Price()))),
            StringComparer.Ordinal);
    }

    /// <summary>Knows no price.</summary>
    public static PriceList Empty { get; } = new([]);

    /// <summary>How many entries it has.</summary>
    public int Count { get; }

    /// <param name="provider">Id of the provider in the catalog.</param>
    /// <param name="model">The provider's name for the model.</param>
    /// <returns>Null when the price is not known, which does not mean free.</returns>
    public ModelPrice? Find(string provider, ReadOnlySpan<char> model) =>
        _byProvider.TryGetValue(provider, out var models) && models.TryFind(model, out var match) ? match.Value : null;
}
