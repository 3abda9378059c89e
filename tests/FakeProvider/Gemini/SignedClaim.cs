using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Gemini;

/// <summary>A JSON Web Token by which a service account asks for an access token.</summary>
internal static class SignedClaim
{
    private const int LongestLifeS = 3600;

    /// <summary>Why it is of no use; null when it is good.</summary>
    /// <param name="publicKey">PEM; null accepts any signature.</param>
    public static string? Fault(string assertion, string? publicKey, long nowS, out string issuer)
    {
        issuer = "";
        if (assertion.Split('.') is not [var head, var claims, var seal] || Read(head) is not { } header || Read(claims) is not { } claim)
            return "Invalid JWT: it must have three parts of which two are JSON.";
        issuer = claim.At("iss").AsText() ?? "";
        if (header.At("alg").AsText() != "RS256")
            return "Invalid JWT: the algorithm must be RS256.";
        if (issuer.Length == 0 || string.IsNullOrEmpty(claim.At("scope").AsText()))
            return "Invalid JWT: Failed audience check or missing iss or scope.";
        if (claim.At("aud").AsText()?.EndsWith("/token", StringComparison.Ordinal) != true)
            return "Invalid JWT: Failed audience check.";
        if (claim.At("iat").AsNumber() is not { } issued || claim.At("exp").AsNumber() is not { } expires
            || expires <= nowS || issued > nowS + LongestLifeS || expires - issued > LongestLifeS)
            return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.";
        return publicKey is null || IsSigned(publicKey, $"{head}.{claims}", seal) ? null : "Invalid JWT Signature.";
    }

    private static bool IsSigned(string publicKey, string text, string seal)
    {
        using var key = RSA.Create();
        key.ImportFromPem(publicKey);
        return Base64Url.IsValid(seal)
            && key.VerifyData(Encoding.ASCII.GetBytes(text), Base64Url.DecodeFromChars(seal), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static JsonElement? Read(string part)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
            return json.RootElement.Clone();
        }
        catch (Exception bad) when (bad is FormatException or JsonException)
        {
            return null;
        }
    }
}
