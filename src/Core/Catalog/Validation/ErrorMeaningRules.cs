using AiGateway.Core.Health;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>What a provider's errors may be declared to mean.</summary>
internal static class ErrorMeaningRules
{
    public static void Check(IReadOnlyList<ErrorMeaningSpec> errors, string path, ProblemList problems) =>
        problems.Each(errors, path, CatalogBounds.ErrorMeanings, (error, at) =>
        {
            if (error.Status is null && string.IsNullOrEmpty(error.Code))
                problems.Add(at, "fits every error; give a status, a code, or both");
            if (error.Status is < 400 or > 599)
                problems.Add($"{at}.status", "must be 400–599, the HTTP status of an error");
            if (error.Code is { } code && (code.Length is 0 or > CatalogBounds.ErrorCodeLength || code.AsSpan().ContainsAnyExceptInRange('!', '~')))
                problems.Add($"{at}.code", $"must be 1–{CatalogBounds.ErrorCodeLength} visible ASCII characters without spaces; leave it out for any code");
            if (ErrorMeanings.ScopesOf(error.Means) is not { Length: > 0 } scopes)
                problems.Add($"{at}.means", $"must be one of {string.Join(", ", ErrorMeanings.Declarable.Select(EnumNames.NameOf))}");
            else if (error.Scope is { } scope && !scopes.Contains(scope))
                problems.Add($"{at}.scope", $"must be {string.Join(" or ", scopes.Select(EnumNames.NameOf))} for what means {EnumNames.NameOf(error.Means)}; leave it out for the first");
            else if (error.Means is FailureClass.KeyDead or FailureClass.KeyBilling && error is { Code: null, Status: 400 or 404 or 413 or 415 or 422 })
                problems.Add(at, $"would let any wrong request of a caller take keys out of use; name the code that comes with status {error.Status} as well");
        });
}
