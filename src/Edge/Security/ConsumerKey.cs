using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Core.Hashing;

namespace AiGateway.Edge.Security;

/// <summary>
/// The keys the gateway makes for its callers: <c>sk-gw-</c>, 256 random bits, and a checksum by which secret scanners
/// and people tell a real key from a similar text without asking anyone.
/// </summary>
internal static class ConsumerKey
{
    public const string Prefix = "sk-gw-";

    // 62^43 > 2^256 and 62^6 > 2^32.
    private const int RandomDigits = 43;

    private const int ChecksumDigits = 6;

    private const int Length = 6 + RandomDigits + ChecksumDigits;

    private static readonly SearchValues<char> Digits = SearchValues.Create(Base62.Digits);

    public static string Generate()
    {
        var random = new BigInteger(RandomNumberGenerator.GetBytes(32), isUnsigned: true);
        var body = Prefix + Base62.Encode(random, RandomDigits);
        return body + Checksum(body);
    }

    /// <summary>Whether the text is one that <see cref="Generate"/> could have made. Says nothing about whether it is in use.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text) =>
        text.Length == Length
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text[Prefix.Length..].ContainsAnyExcept(Digits)
        && text[^ChecksumDigits..].SequenceEqual(Checksum(text[..^ChecksumDigits]));

    /// <summary>Enough to tell keys apart, such as <c>sk-gw-Ab…wXyZ</c>: 12 of its 256 bits, the rest is checksum.</summary>
    public static string Hint(string key) => $"{key[..(Prefix.Length + 2)]}…{key[^4..]}";

    private static string Checksum(ReadOnlySpan<char> body)
    {
        Span<byte> ascii = stackalloc byte[body.Length];
        Encoding.ASCII.GetBytes(body, ascii);
        return Base62.Encode(Crc32.Compute(ascii), ChecksumDigits);
    }
}
