using AiGateway.Core.Catalog;

namespace AiGateway.Edge.Catalog;

/// <summary>Where copies of a model's calls go.</summary>
/// <param name="Spec">As the catalog has it.</param>
/// <param name="Target">Who gets them.</param>
/// <param name="Timeouts">How long to wait for what.</param>
/// <param name="Limited">What they may use; null for no limit.</param>
internal sealed record ShadowRoute(ShadowSpec Spec, RouteTarget Target, TimeoutSpec Timeouts, LimitedEntity? Limited);
