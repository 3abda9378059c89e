using System.Numerics;
using System.Security.Cryptography;

namespace AiGateway.Edge.Security;

/// <summary>Tokens for the management API: shown once, stored only as a keyed digest.</summary>
internal sealed class AdminToken(MasterKey master)
{
    public const string Prefix = "agw-admin-";

    private const int RandomDigits = 43;

    private readonly byte[] _pepper = master.Derive("admin-token/v1");

    /// <summary>A new token of 256 random bits.</summary>
    public static string Generate() =>
        Prefix + Base62.Encode(new BigInteger(RandomNumberGenerator.GetBytes(32), isUnsigned: true), RandomDigits);

    /// <exception cref="ArgumentException">The token is empty, which anyone could present.</exception>
    public Digest256 Digest(ReadOnlySpan<char> token) =>
        token.IsWhiteSpace()
            ? throw new ArgumentException("An admin token must not be empty.", nameof(token))
            : KeyedDigest.Compute(_pepper, token);

    /// <summary>Whether the token is the one that is stored; takes the same time for every wrong one of its length.</summary>
    public bool Matches(ReadOnlySpan<char> presented, Digest256 stored) =>
        !presented.IsWhiteSpace() && KeyedDigest.Compute(_pepper, presented) == stored;
}
