namespace AiGateway.Core.Catalog;

/// <summary>Limits for one model.</summary>
public sealed record ModelLimitSpec
{
    /// <summary>
    /// At a consumer the id of a model in the catalog, or <c>*</c> for each model without an entry of its own.
    /// At a provider's key the provider's name for the model.
    /// </summary>
    public required string Model { get; init; }

    /// <summary>Empty for none; left out it is refused, because then it was probably forgotten.</summary>
    public LimitSpec? Limits { get; init; }
}
