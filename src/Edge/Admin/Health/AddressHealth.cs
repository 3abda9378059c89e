namespace AiGateway.Edge.Admin.Health;

/// <summary>The health of a provider's address as its owner sees it.</summary>
/// <param name="Id">The provider's.</param>
/// <param name="UnfitHereForMs">Not 0 while the edge that answers is refused there for its address or country.</param>
internal sealed record AddressHealth(
    string Id, string State, long? UntilInMs, string? Reason, string? Message, long SlowStartLeftInMs, long UnfitHereForMs);
