using System.Buffers;

namespace AiGateway.Core.Catalog.Validation;

/// <summary>What a secret must be so that it can be presented, and so that an empty one never opens a door.</summary>
internal static class SecretRules
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <param name="document">True for a credential that is a file of JSON and travels in no header.</param>
    public static void CheckProviderSecret(Secret? secret, bool document, string path, ProblemList problems)
    {
        if (secret is null)
            problems.Add(path, "is missing; a key needs the credential that the provider issued");
        else if (secret.Form == SecretForm.Digest)
            problems.Add(path, "is only a digest, from which the credential cannot be had; give the credential itself");
        else if (IsBlank(secret))
            problems.Add(path, "is empty; give the credential that the provider issued");
        else if (secret.Form == SecretForm.Plain && (document ? secret.Reveal().Trim().ReplaceLineEndings("") : secret.Reveal()).AsSpan().ContainsAnyExceptInRange(' ', '~'))
            problems.Add(path, "holds a line break or another character that no HTTP header can carry; copy it again");
        else if (secret.Form == SecretForm.Plain && !document && (secret.Reveal()[0] == ' ' || secret.Reveal()[^1] == ' '))
            problems.Add(path, "begins or ends with a space, which HTTP drops; copy it again");
        else
            CheckLength(secret, path, problems);
    }

    public static void CheckConsumerSecret(Secret? secret, string path, ProblemList problems)
    {
        if (secret is null)
            problems.Add(path, "is missing; a consumer's key needs a secret");
        else if (secret.Form == SecretForm.Sealed)
            problems.Add(path, "is sealed, but consumers' keys are kept as digests; give the key itself");
        else if (IsBlank(secret))
            problems.Add(path, "is empty; anyone could present it");
        else if (secret.Form == SecretForm.Digest && !IsDigest(secret.Reveal()))
            problems.Add(path, "is not a digest of 64 hexadecimal digits in lower case");
        else if (secret.Form == SecretForm.Plain && secret.Reveal().Any(char.IsControl))
            problems.Add(path, "holds a line break or another control character, which no HTTP header can carry");
        else
            CheckLength(secret, path, problems);
    }

    /// <summary>A secret of white space alone arrives as an empty one, because HTTP trims header values.</summary>
    private static bool IsBlank(Secret secret) => string.IsNullOrWhiteSpace(secret.Reveal());

    private static bool IsDigest(string text) => text.Length == 64 && !text.AsSpan().ContainsAnyExcept(HexDigits);

    private static void CheckLength(Secret secret, string path, ProblemList problems)
    {
        if (secret.Form == SecretForm.Plain && secret.Reveal().Length > CatalogBounds.SecretLength)
            problems.Add(path, $"is longer than {CatalogBounds.SecretLength:N0} characters");
    }
}
