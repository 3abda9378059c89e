namespace AiGateway.Core.Health;

/// <summary>A model that a key cannot be used for, for now.</summary>
/// <param name="Model">The provider's name for it.</param>
/// <param name="UntilMs">Unix milliseconds; it ends by itself.</param>
/// <param name="Reason">A short code, such as <c>model_not_found</c>.</param>
public sealed record BlockedModel(string Model, long UntilMs, string Reason);
