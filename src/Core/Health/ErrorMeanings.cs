using System.Collections.Frozen;
using AiGateway.Core.Catalog;

namespace AiGateway.Core.Health;

/// <summary>
/// What one provider's errors mean where it means something else by them than others do. What is declared here goes before
/// all rules.
/// </summary>
public sealed class ErrorMeanings
{
    /// <summary>What a class can say something about, the usual first.</summary>
    private static readonly FrozenDictionary<FailureClass, FailureScope[]> Scopes = new Dictionary<FailureClass, FailureScope[]>
    {
        [FailureClass.Transient] = [FailureScope.Endpoint, FailureScope.ProviderModel, FailureScope.Key],
        [FailureClass.Overloaded] = [FailureScope.ProviderModel, FailureScope.Endpoint, FailureScope.Key],
        [FailureClass.KeyThrottled] = [FailureScope.Key, FailureScope.KeyModel, FailureScope.Request],
        [FailureClass.KeyBilling] = [FailureScope.Key, FailureScope.KeyModel],
        [FailureClass.KeyDead] = [FailureScope.Key, FailureScope.Endpoint],
        [FailureClass.ModelUnavailable] = [FailureScope.KeyModel],
        [FailureClass.ContextLength] = [FailureScope.Request],
        [FailureClass.ContentPolicy] = [FailureScope.Request],
        [FailureClass.ClientError] = [FailureScope.Request],
    }.ToFrozenDictionary();

    private readonly Meaning[] _meanings;

    private ErrorMeanings(IEnumerable<ErrorMeaningSpec> specs) =>
        _meanings = [.. specs.Select(spec => new Meaning(spec.Status, spec.Code, spec.Means, spec.Scope ?? Scopes[spec.Means][0]))];

    /// <summary>What an operator can declare an error to mean.</summary>
    internal static IEnumerable<FailureClass> Declarable => Scopes.Keys.Order();

    /// <returns>Null when nothing is declared.</returns>
    public static ErrorMeanings? Of(IReadOnlyList<ErrorMeaningSpec> errors) => errors.Count > 0 ? new(errors) : null;

    internal static FailureScope[] ScopesOf(FailureClass means) => Scopes.GetValueOrDefault(means) ?? [];

    internal (FailureClass Class, FailureScope Scope)? Find(ErrorSignal signal)
    {
        foreach (var meaning in _meanings)
        {
            if ((meaning.Status is null || meaning.Status == signal.Status) && (meaning.Code is null || signal.IsNamed(meaning.Code)))
                return (meaning.Class, meaning.Scope);
        }
        return null;
    }

    private sealed record Meaning(int? Status, string? Code, FailureClass Class, FailureScope Scope);
}
