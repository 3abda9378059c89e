using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Catalog;

/// <summary>A provider and the name the model has there.</summary>
/// <param name="Provider">Who answers.</param>
/// <param name="Model">The provider's name for it, with <c>*</c> where the caller's own ending goes.</param>
/// <param name="Weight">Share of traffic relative to the other targets; 0 takes none.</param>
/// <param name="Continues">How it goes on with an answer that has broken off; null when it does not.</param>
/// <param name="Limited">What calls may use of it as a target of a split; null for no limit.</param>
internal sealed record RouteTarget(ProviderEntry Provider, string Model, int Weight, ContinuationStyle? Continues = null, LimitedEntity? Limited = null)
{
    private readonly int _star = Model.IndexOf('*', StringComparison.Ordinal);

    /// <param name="star">What the <c>*</c> of the matched pattern stood for.</param>
    public string ModelFor(ReadOnlySpan<char> star) =>
        _star < 0 ? Model : string.Concat(Model.AsSpan(0, _star), star, Model.AsSpan(_star + 1));
}
