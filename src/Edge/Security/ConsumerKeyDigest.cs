using System.Security.Cryptography;

namespace AiGateway.Edge.Security;

/// <summary>
/// Turns a caller's key into what is stored and looked up: HMAC-SHA256 under a pepper from the master key. A slow hash
/// would add nothing to 256 random bits, and the pepper guards the weaker keys an operator may have chosen.
/// </summary>
internal sealed class ConsumerKeyDigest(MasterKey master)
{
    private readonly byte[] _pepper = master.Derive("consumer-key/v1");

    /// <param name="secret">The key as presented, taken as it is.</param>
    /// <param name="destination">Receives 32 bytes.</param>
    public void Compute(ReadOnlySpan<char> secret, Span<byte> destination) => KeyedDigest.Compute(_pepper, secret, destination);

    public Digest256 Compute(ReadOnlySpan<char> secret) => KeyedDigest.Compute(_pepper, secret);

    /// <summary>For keys that are UTF-8 already.</summary>
    public Digest256 Compute(ReadOnlySpan<byte> utf8)
    {
        Span<byte> bytes = stackalloc byte[Digest256.Length];
        HMACSHA256.HashData(_pepper, utf8, bytes);
        return new Digest256(bytes);
    }
}
