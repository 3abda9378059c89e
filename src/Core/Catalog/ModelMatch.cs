namespace AiGateway.Core.Catalog;

/// <summary>What a model name led to.</summary>
/// <param name="Value">What was found.</param>
/// <param name="Matched">How many leading characters of the asked name the entry itself spells out; all of them for an exact match.</param>
/// <typeparam name="T">What is found.</typeparam>
public readonly record struct ModelMatch<T>(T Value, int Matched)
{
    /// <summary>What the <c>*</c> of the pattern stood for; empty for an exact match.</summary>
    /// <param name="name">The name that was asked for.</param>
    public ReadOnlySpan<char> Star(ReadOnlySpan<char> name) => name[Matched..];
}
