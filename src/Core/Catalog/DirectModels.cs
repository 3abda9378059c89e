using System.Collections.Frozen;

namespace AiGateway.Core.Catalog;

/// <summary>
/// Names of the form <c>provider/model</c>, which reach any model of a provider that allows it, without one in the catalog. To be
/// asked only when no model of the catalog fits the name; whether the consumer may use it is asked as for any name.
/// </summary>
public sealed class DirectModels
{
    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _providers;

    public DirectModels(IEnumerable<ProviderSpec> providers) => _providers = providers
        .Where(provider => provider.DirectModels)
        .ToFrozenDictionary(provider => provider.Id, provider => provider.Id, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="name">What a caller asked for.</param>
    /// <param name="provider">Id of a provider in the catalog.</param>
    /// <param name="model">The provider's name for the model: all behind the first slash.</param>
    public bool TryFind(ReadOnlySpan<char> name, out string provider, out string model)
    {
        (provider, model) = ("", "");
        var slash = name.IndexOf('/');
        if (slash < 0 || !_providers.TryGetValue(name[..slash], out var id))
            return false;
        var rest = name[(slash + 1)..];
        // As a target's model may be written, but for the star, which would be sent as it stands.
        if (rest.Length is 0 or > CatalogBounds.ModelNameLength || rest.ContainsAnyExceptInRange('!', '~') || rest.Contains('*'))
            return false;
        (provider, model) = (id, rest.ToString());
        return true;
    }
}
