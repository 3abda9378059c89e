using System.Globalization;
using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Catalog.Export;

/// <summary>
/// Names of variables that stand for the secrets of a catalog where it is written down. The same catalog has the same names, so what
/// was exported finds its secrets again.
/// </summary>
internal sealed class SecretPlaceholders
{
    private readonly Dictionary<string, Secret> _secrets = new(StringComparer.Ordinal);
    private readonly Dictionary<Secret, string> _names = [];

    private SecretPlaceholders()
    {
    }

    /// <param name="document">A catalog whose secrets are in stored form.</param>
    public static SecretPlaceholders Of(CatalogDocument document)
    {
        var placeholders = new SecretPlaceholders();
        foreach (var key in document.Providers.SelectMany(provider => provider.Keys))
        {
            if (key.Secret is { } secret)
                placeholders.Add($"KEY_{key.Id}", secret);
        }
        foreach (var consumer in document.Consumers)
        {
            foreach (var key in consumer.Keys)
                placeholders.Add($"CONSUMER_{consumer.Id}_{key.Secret.Reveal()[..ConsumerKeySpec.NameLength]}", key.Secret);
        }
        return placeholders;
    }

    /// <exception cref="KeyNotFoundException">It is none of the catalog's.</exception>
    public string NameOf(Secret secret) => _names[secret];

    /// <returns>Null when the name stands for nothing.</returns>
    public Secret? Find(string name) => _secrets.GetValueOrDefault(name);

    /// <summary>Ids that differ only in what a variable cannot hold are told apart by a number.</summary>
    private void Add(string text, Secret secret)
    {
        var plain = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
        var name = plain;
        for (var i = 2; !_secrets.TryAdd(name, secret); i++)
            name = string.Create(CultureInfo.InvariantCulture, $"{plain}_{i}");
        _names.TryAdd(secret, name);
    }
}
