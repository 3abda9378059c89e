using System.Collections.Frozen;
using System.Security.Cryptography;
using AiGateway.Core.Catalog;
using AiGateway.Edge.Security;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Catalog;

/// <summary>
/// One version of the catalog in the form calls are decided from. Immutable: a call takes the table once and keeps to it,
/// and a new version is a new table.
/// </summary>
internal sealed class RoutingTable
{
    private readonly FrozenDictionary<Digest256, ConsumerEntry> _consumersByKey;
    private readonly long _version;

    private RoutingTable(CatalogDocument document, SecretBox box, long version)
    {
        _version = version;
        Providers = document.Providers.Select(spec => new ProviderEntry(spec, box, version)).ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);
        Keys = Providers.Values.SelectMany(p => p.Keys).ToFrozenDictionary(k => k.Id, StringComparer.Ordinal);
        Routes = [.. document.Models.Select(Route)];
        Ramps = [.. Routes.Where(route => route.Ramp is not null)];
        Models = new ModelIndex<ModelRoute>(Routes.SelectMany(route => route.Spec.Names, (route, name) => KeyValuePair.Create(name, route)), expressions: true);
        Direct = new DirectModels(document.Providers);
        Consumers = document.Consumers.OrderBy(spec => spec.Id, StringComparer.Ordinal)
            .Select((spec, rank) => new ConsumerEntry(spec, version, rank))
            .ToFrozenDictionary(c => c.Id, StringComparer.Ordinal);
        _consumersByKey = document.Consumers
            .SelectMany(spec => spec.Keys, (spec, key) => KeyValuePair.Create(DigestOf(spec, key), Consumers[spec.Id]))
            .ToFrozenDictionary();
    }

    public FrozenDictionary<string, ProviderEntry> Providers { get; }

    /// <summary>The keys of all providers by id.</summary>
    public FrozenDictionary<string, ProviderKey> Keys { get; }

    /// <summary>By the name a caller asks for.</summary>
    public ModelIndex<ModelRoute> Models { get; }

    /// <summary>Models that are reached by their provider's name.</summary>
    public DirectModels Direct { get; }

    /// <summary>All routes in the order of the catalog.</summary>
    public IReadOnlyList<ModelRoute> Routes { get; }

    /// <summary>Those with a ramp.</summary>
    public IReadOnlyList<ModelRoute> Ramps { get; }

    public FrozenDictionary<string, ConsumerEntry> Consumers { get; }

    /// <param name="document">A catalog without problems whose secrets are in stored form.</param>
    /// <param name="box">Opens providers' secrets.</param>
    /// <param name="version">The catalog's, by which owners of limits tell which is newer.</param>
    /// <exception cref="CryptographicException">A secret cannot be opened; the message names the key.</exception>
    public static RoutingTable Build(CatalogDocument document, SecretBox box, long version) => new(document, box, version);

    /// <summary>Who presented the key with this digest. A disabled consumer is found, and it is for the caller to refuse it.</summary>
    public ConsumerEntry? FindConsumer(Digest256 key) => _consumersByKey.GetValueOrDefault(key);

    private ModelRoute Route(ModelSpec spec) => new(
        spec, [.. spec.Targets.Select(target => Target(target) with { Limited = Cap(spec, target) })], [.. spec.Fallback.Select(Target)],
        LimitedEntity.Of(LimitEntity.Model(spec.Id), spec.Limits, hard: true, _version))
    {
        Ramp = RampRoute.Of(spec, _version),
        Shadow = spec.Shadow is { } shadow ? Shadow(spec, shadow) : null,
    };

    private ShadowRoute Shadow(ModelSpec model, ShadowSpec spec) => new(
        spec, new RouteTarget(Providers[spec.Provider], spec.Model, 1),
        new TimeoutSpec { ConnectMs = model.Timeouts?.ConnectMs, FirstByteMs = spec.TimeoutMs },
        LimitedEntity.Of(LimitEntity.Shadow(model.Id), spec.Limits, hard: true, _version));

    private LimitedEntity? Cap(ModelSpec model, TargetSpec target) =>
        LimitedEntity.Of(LimitEntity.Target(model.Id, target.Provider, target.Model), target.Limits, hard: true, _version);

    private RouteTarget Target(TargetSpec spec) => new(Providers[spec.Provider], spec.Model, spec.Weight, spec.Continues);

    private static Digest256 DigestOf(ConsumerSpec consumer, ConsumerKeySpec key) =>
        key.Secret.Form == SecretForm.Digest
            ? Digest256.Parse(key.Secret.Reveal())
            : throw new CryptographicException($"A key of consumer '{consumer.Id}' is not stored as a digest.");
}
