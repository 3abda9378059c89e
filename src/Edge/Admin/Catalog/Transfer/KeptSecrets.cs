using AiGateway.Core.Catalog;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Admin.Catalog.Transfer;

/// <summary>Fills in the secrets that are stored: where none is given, and where the one that is given is the one that is stored.</summary>
internal sealed class KeptSecrets(CatalogDocument managed, StoredSecrets secrets, ConsumerKeyDigest digest)
{
    private readonly Dictionary<string, KeySpec> _providerKeys = managed.Providers.SelectMany(provider => provider.Keys).ToDictionary(key => key.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, ConsumerSpec> _consumers = managed.Consumers.ToDictionary(consumer => consumer.Id, StringComparer.Ordinal);

    private readonly Dictionary<Secret, ConsumerKeySpec> _consumerKeys =
        managed.Consumers.SelectMany(consumer => consumer.Keys).DistinctBy(key => key.Secret).ToDictionary(key => key.Secret);

    public CatalogDocument In(CatalogDocument given) => given with
    {
        Providers = [.. given.Providers.Select(provider => provider with { Keys = [.. provider.Keys.Select(In)] })],
        Consumers = [.. given.Consumers.Select(In)],
    };

    private KeySpec In(KeySpec key)
    {
        if (!_providerKeys.TryGetValue(key.Id, out var before))
            return key;
        var isKept = key.Secret is null || (key.Secret.Form == SecretForm.Plain && secrets.IsSame(before, key.Secret.Reveal()));
        return isKept ? key with { Secret = before.Secret } : key;
    }

    private ConsumerSpec In(ConsumerSpec consumer) => consumer with
    {
        Keys = consumer.Keys.Count == 0 && _consumers.TryGetValue(consumer.Id, out var before) ? before.Keys : [.. consumer.Keys.Select(In)],
    };

    /// <summary>As it is stored, with its hint.</summary>
    private ConsumerKeySpec In(ConsumerKeySpec key)
    {
        if (key.Secret is not { } secret || (secret.Form == SecretForm.Plain && secret.Reveal().Length == 0))
            return key;
        var stored = secret.Form == SecretForm.Plain ? Secret.Digest(digest.Compute(secret.Reveal()).ToHex()) : secret;
        return _consumerKeys.GetValueOrDefault(stored, key);
    }
}
