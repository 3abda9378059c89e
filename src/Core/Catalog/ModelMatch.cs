namespace AiGateway.Core.Catalog;

/// <summary>What a model name led to.</summary>
/// <param name="Value">What was found.</param>
/// <param name="Matched">How many leading characters of the asked name stand before what the star stands for; all of them for an exact match.</param>
/// <typeparam name="T">What is found.</typeparam>
public readonly record struct ModelMatch<T>(T Value, int Matched)
{
    /// <summary>How many characters the star stands for; null for all that follow.</summary>
    public int? Length { get; init; }

    /// <summary>What the <c>*</c> of the pattern stood for, or the first group of an expression; empty for an exact match.</summary>
    /// <param name="name">The name that was asked for.</param>
    public ReadOnlySpan<char> Star(ReadOnlySpan<char> name) => Length is { } length ? name.Slice(Matched, length) : name[Matched..];
}
