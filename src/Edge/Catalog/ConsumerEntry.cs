using System.Collections.Concurrent;
using AiGateway.Core.Catalog;
using AiGateway.Core.Catalog.Requests;
using AiGateway.Core.Limits.Fairness;
using AiGateway.Grains.Limits;

namespace AiGateway.Edge.Catalog;

/// <summary>What is known of a caller once its key is.</summary>
internal sealed class ConsumerEntry(ConsumerSpec spec, long version, int rank)
{
    // Found by the models that are asked for: a consumer may have limits for ten thousand.
    private readonly ConcurrentDictionary<string, LimitedEntity?>? _limitedByModel = spec.ModelLimits.Count == 0 ? null : new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, RequestTerms?> _terms = new(StringComparer.Ordinal);

    /// <summary>Its id in the catalog.</summary>
    public string Id => spec.Id;

    /// <summary>Its place among all consumers in the order of their ids, from 0; the same at every edge.</summary>
    public int Rank => rank;

    /// <summary>Which models it may call.</summary>
    public ModelAccess Models { get; } = new(spec.Models);

    /// <summary>Its weight among others when a model is scarce.</summary>
    public int Weight { get; } = PriorityWeight.Of(spec.Priority);

    /// <summary>Its answers say how they came about.</summary>
    public bool Explain => spec.Explain;

    /// <summary>Its calls may be copied.</summary>
    public bool Shadow => spec.Shadow;

    /// <summary>Refused as if its keys were unknown.</summary>
    public bool Disabled => spec.Disabled;

    /// <summary>What it may use; null for no limit.</summary>
    public LimitedEntity? Limited { get; } = LimitedEntity.Of(LimitEntity.Consumer(spec.Id), spec.Limits, hard: true, version);

    /// <summary>What it may use of a model of the catalog, on top of that; null for no limit.</summary>
    public LimitedEntity? LimitedFor(string model) => _limitedByModel?.GetOrAdd(
        model, static (id, entry) => LimitedEntity.Of(LimitEntity.ConsumerModel(entry.Id, id), entry.LimitsOf(id), hard: true, entry.Version), this);

    /// <summary>What becomes of the numbers in its requests for a model of the catalog; null when they stay as they are.</summary>
    public RequestTerms? TermsFor(ModelSpec model) => spec.Request is null && model.Request is null
        ? null
        : _terms.GetOrAdd(model.Id, static (_, of) => RequestTerms.Of(of.Model.Request, of.Consumer.Request), (Model: model, Consumer: spec));

    private long Version => version;

    private LimitSpec? LimitsOf(string model) => ModelLimits.Of(spec, model);
}
