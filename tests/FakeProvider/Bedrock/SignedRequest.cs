using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace AiGateway.FakeProvider.Bedrock;

/// <summary>What a signature of version 4 is made over, as the receiver sees it.</summary>
/// <param name="RawTarget">Path and query as they were on the wire.</param>
/// <param name="Headers">Names in lower case.</param>
internal sealed partial record SignedRequest(string Method, string RawTarget, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The signature somebody with this secret must have made.</summary>
    /// <param name="scope">Date, region, service and <c>aws4_request</c>, between slashes.</param>
    /// <param name="signedHeaders">Names with semicolons between them.</param>
    public string SignatureOf(string secret, string scope, string signedHeaders)
    {
        var canonical = string.Join('\n', Method, CanonicalPath(), CanonicalQuery(), CanonicalHeaders(signedHeaders), signedHeaders, BodyHash());
        var toSign = string.Join('\n', Algorithm, Headers.GetValueOrDefault("x-amz-date"), scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (made, part) => HMACSHA256.HashData(made, Encoding.UTF8.GetBytes(part)));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    public string BodyHash() => Hex(SHA256.HashData(Body));

    /// <summary>When it says it was signed.</summary>
    public DateTimeOffset? SignedAt() => DateTimeOffset.TryParseExact(
        Headers.GetValueOrDefault("x-amz-date"), "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>Each segment is encoded twice, at all services but S3.</summary>
    private string CanonicalPath() =>
        string.Join('/', RawTarget.Split('?')[0].Split('/').Select(segment => Uri.EscapeDataString(Uri.EscapeDataString(Uri.UnescapeDataString(segment)))));

    private string CanonicalQuery()
    {
        if (RawTarget.Split('?', 2) is not [_, { Length: > 0 } query])
            return "";
        var pairs = query.Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (Name: Encoded(pair[0]), Value: pair.Length > 1 ? Encoded(pair[1]) : ""));
        return string.Join('&', pairs.OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal).Select(pair => $"{pair.Name}={pair.Value}"));
    }

    private string CanonicalHeaders(string signedHeaders) =>
        string.Concat(signedHeaders.Split(';').Select(name => $"{name}:{Spaces().Replace(Headers.GetValueOrDefault(name, "").Trim(), " ")}\n"));

    private static string Encoded(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
