using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiGateway.Core.Credentials;

/// <summary>
/// AWS Signature Version 4 in headers, for every service but S3, which alone wants its path encoded once only and not tidied.
/// </summary>
public static class SigV4Signer
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Terminator = "aws4_request";

    /// <param name="region">Such as <c>us-east-1</c>.</param>
    /// <param name="service">Such as <c>bedrock</c>, which is not the name in its host.</param>
    /// <param name="at">The time; the service accepts signatures for some minutes around it.</param>
    /// <exception cref="ArgumentException">No <c>host</c> is to be signed.</exception>
    public static SigV4Signature Sign(SigV4Request request, AwsCredentials credentials, string region, string service, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(credentials);
        var date = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var headers = SigV4Headers.Of(request.Headers, date, credentials.SessionToken);
        var canonical = string.Join(
            '\n', request.Method, SigV4Encoding.Path(request.Path), SigV4Encoding.Query(request.Query), headers.Canonical, headers.Names, request.PayloadHash);

        var day = date[..8];
        var scope = $"{day}/{region}/{service}/{Terminator}";
        var text = string.Join('\n', Algorithm, date, scope, HashOf(Encoding.UTF8.GetBytes(canonical)));
        var signature = Convert.ToHexStringLower(Hmac(SigningKey(credentials.SecretAccessKey, day, region, service), text));
        return new(
            $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={headers.Names}, Signature={signature}", date, credentials.SessionToken);
    }

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string HashOf(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload));

    private static byte[] SigningKey(string secret, string day, string region, string service)
    {
        var key = Hmac(Encoding.UTF8.GetBytes("AWS4" + secret), day);
        key = Hmac(key, region);
        key = Hmac(key, service);
        return Hmac(key, Terminator);
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
