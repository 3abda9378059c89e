namespace AiGateway.Core.Money;

/// <summary>One entry of a price list as it was written. Prices are US dollars for a million tokens.</summary>
public sealed record PriceSpec
{
    /// <summary>Id of the provider in the catalog.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The provider's own name for the model, or a beginning of names and a <c>*</c>.</summary>
    public string Model { get; init; } = "";

    /// <summary>0–1,000,000. Required, so that nothing is free by being forgotten.</summary>
    public Usd? Input { get; init; }

    /// <summary>0–1,000,000; as <see cref="Input"/> when left out.</summary>
    public Usd? CachedInput { get; init; }

    /// <summary>0–1,000,000. Required.</summary>
    public Usd? Output { get; init; }

    /// <summary>Dollars for each answered call, 0–1,000,000; 0 when left out.</summary>
    public Usd? PerRequest { get; init; }

    internal ModelPrice Price() => new(Input ?? default, CachedInput ?? Input ?? default, Output ?? default, PerRequest ?? default);
}
