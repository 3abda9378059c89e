using System.Numerics;
using System.Security.Cryptography;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Access;

/// <summary>Secrets of API tokens: shown once, kept as a keyed digest.</summary>
internal sealed class ApiTokenSecret(MasterKey master)
{
    /// <summary>Lets scanners of leaked secrets know one when they see it.</summary>
    private const string Prefix = "agw-api-";

    private const int RandomBytes = 32;
    private const int RandomDigits = 43;

    private readonly byte[] _pepper = master.Derive("api-token/v1");

    public static string Generate() => Prefix + Base62.Encode(new BigInteger(RandomNumberGenerator.GetBytes(RandomBytes), isUnsigned: true), RandomDigits);

    public static bool IsOne(string presented) => presented.StartsWith(Prefix, StringComparison.Ordinal);

    public Digest256 Digest(string secret) => KeyedDigest.Compute(_pepper, secret);
}
