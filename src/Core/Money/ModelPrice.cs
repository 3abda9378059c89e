namespace AiGateway.Core.Money;

/// <summary>What a provider takes for one of its models.</summary>
/// <param name="Input">A million input tokens that were not read from the provider's cache.</param>
/// <param name="CachedInput">A million input tokens that were.</param>
/// <param name="Output">A million output tokens, reasoning included.</param>
/// <param name="PerRequest">Each answered call, besides its tokens.</param>
public readonly record struct ModelPrice(Usd Input, Usd CachedInput, Usd Output, Usd PerRequest)
{
    /// <summary>No call costs more by it than by either: of each part the dearer one.</summary>
    public ModelPrice Dearer(ModelPrice other) => new(
        Dearer(Input, other.Input), Dearer(CachedInput, other.CachedInput), Dearer(Output, other.Output), Dearer(PerRequest, other.PerRequest));

    private static Usd Dearer(Usd one, Usd other) => one.Nanos >= other.Nanos ? one : other;
}
