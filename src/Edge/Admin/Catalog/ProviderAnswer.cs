using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Admin.Catalog;

/// <summary>A <see cref="ProviderSpec"/> without its secrets.</summary>
internal sealed record ProviderAnswer(
    string Id, ProviderKind? Kind, string? Preset, string? BaseUrl, string? Region, string? Project, string? ApiVersion, IReadOnlyList<ProviderOperation>? Serves,
    bool DirectModels, UnknownFieldHandling UnknownFields, IReadOnlyList<string>? Drop, IReadOnlyDictionary<string, string>? Rename, ConversationAffinity Affinity,
    ObjectAccess Objects, IReadOnlyList<KeyAnswer> Keys, HealthSpec? Health)
{
    public static ProviderAnswer Of(ProviderSpec spec) => new(
        spec.Id, spec.Kind, spec.Preset, spec.BaseUrl, spec.Region, spec.Project, spec.ApiVersion, spec.Serves, spec.DirectModels, spec.UnknownFields,
        spec.Drop, spec.Rename, spec.Affinity, spec.Objects, [.. spec.Keys.Select(KeyAnswer.Of)], spec.Health);
}

/// <summary>A <see cref="KeySpec"/> without its secret.</summary>
/// <param name="SecretSet">True when it has one.</param>
internal sealed record KeyAnswer(
    string Id, int Tier, int Weight, string? QuotaGroup, LimitSpec? Limits, IReadOnlyList<ModelLimitSpec> ModelLimits, bool Disabled, bool? SecretSet)
{
    public static KeyAnswer Of(KeySpec spec) => new(
        spec.Id, spec.Tier, spec.Weight, spec.QuotaGroup, spec.Limits, spec.ModelLimits, spec.Disabled, spec.Secret is null ? null : true);
}
