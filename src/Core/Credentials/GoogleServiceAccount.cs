using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AiGateway.Core.Credentials;

/// <summary>
/// A Google service account as its key file describes it, and the signed assertion that its token endpoint trades for an access
/// token. Never shows its key.
/// </summary>
public sealed class GoogleServiceAccount
{
    /// <summary>What the tokens are for: everything the account may do on Google Cloud.</summary>
    public const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    /// <summary>The <c>grant_type</c> under which an assertion is traded.</summary>
    public const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private const int LifetimeSeconds = 3_600;

    private readonly string _privateKey;

    private GoogleServiceAccount(string email, string? keyId, string privateKey, Uri tokenUri, string? projectId) =>
        (Email, KeyId, _privateKey, TokenUri, ProjectId) = (email, keyId, privateKey, tokenUri, projectId);

    public string Email { get; }

    /// <summary>Null where the file does not name it.</summary>
    public string? KeyId { get; }

    /// <summary>Where assertions are traded for tokens; https, or http on this machine.</summary>
    public Uri TokenUri { get; }

    /// <summary>Null where the file does not name it.</summary>
    public string? ProjectId { get; }

    /// <summary>Reads a key file.</summary>
    /// <param name="json">As Google hands it out, UTF-8.</param>
    /// <param name="problem">What is wrong with it, without anything secret; null when it can be used.</param>
    /// <returns>Null when there is a problem.</returns>
    public static GoogleServiceAccount? Read(ReadOnlySpan<byte> json, out string? problem)
    {
        try
        {
            var file = JsonElement.Parse(json);
            problem = file.ValueKind != JsonValueKind.Object ? "it is no JSON object"
                : Text(file, "client_email") is null ? "client_email is missing"
                : Text(file, "private_key") is not { } key ? "private_key is missing"
                : !IsRsaKey(key) ? "private_key is no RSA key in PEM"
                : Text(file, "token_uri") is { } uri && !IsTokenUri(uri, out _) ? "token_uri must be an https address"
                : null;
            return problem is null ? Of(file) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The parser's own words could quote the key.
            problem = "it is no JSON";
            return null;
        }
    }

    /// <summary>A JWT by RS256, good for an hour.</summary>
    /// <param name="now">The time.</param>
    public string Assertion(DateTimeOffset now)
    {
        var issued = now.ToUnixTimeSeconds();
        var header = Json(json =>
        {
            json.WriteString("alg", "RS256");
            json.WriteString("typ", "JWT");
            if (KeyId is not null)
                json.WriteString("kid", KeyId);
        });
        var claims = Json(json =>
        {
            json.WriteString("iss", Email);
            json.WriteString("scope", Scope);
            json.WriteString("aud", TokenUri.OriginalString);
            json.WriteNumber("iat", issued);
            json.WriteNumber("exp", issued + LifetimeSeconds);
        });
        var text = $"{header}.{claims}";
        using var rsa = RSA.Create();
        rsa.ImportFromPem(_privateKey);
        return $"{text}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public override string ToString() => $"[Google service account {Email}]";

    private static GoogleServiceAccount Of(JsonElement file)
    {
        IsTokenUri(Text(file, "token_uri") ?? "https://oauth2.googleapis.com/token", out var uri);
        return new(Text(file, "client_email")!, Text(file, "private_key_id"), Text(file, "private_key")!, uri!, Text(file, "project_id"));
    }

    private static string? Text(JsonElement file, string name) =>
        file.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static bool IsTokenUri(string text, out Uri? uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static bool IsRsaKey(string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return PemEncoding.Find(pem) is var found && pem[found.Label].Contains("PRIVATE", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static string Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }
}
