using System.Security.Cryptography;
using System.Text;

namespace AiGateway.Edge.Security;

/// <summary>
/// The one secret of an installation: 32 random bytes. Nothing is encrypted or hashed with it directly;
/// each use gets a key of its own derived from it, so that one use can never weaken another.
/// </summary>
internal sealed class MasterKey
{
    /// <summary>Bytes, as AES-256 and HMAC-SHA256 take.</summary>
    public const int Length = 32;

    private readonly byte[] _bytes;

    private MasterKey(byte[] bytes) => _bytes = bytes;

    /// <exception cref="MasterKeyException">The text is not base64 of exactly 32 bytes.</exception>
    public static MasterKey FromBase64(string text)
    {
        var bytes = new byte[Length];
        if (Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == Length)
            return new MasterKey(bytes);
        throw new MasterKeyException(
            $"The master key must be base64 of exactly {Length} bytes. Make one with: openssl rand -base64 {Length}");
    }

    public static MasterKey Generate() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Reads the key from a file, or makes one and keeps it there for its owner alone.</summary>
    /// <exception cref="MasterKeyException">The file cannot be used; the message says why and what to do.</exception>
    public static MasterKey LoadOrCreate(string path) => MasterKeyFile.Read(path) ?? MasterKeyFile.Create(path);

    /// <summary>A key for one purpose, by HKDF-SHA256 (RFC 5869).</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, Length, info: Encoding.UTF8.GetBytes($"aigateway/{purpose}"));

    /// <summary>For <see cref="MasterKeyFile"/>, which keeps it.</summary>
    public string ToBase64() => Convert.ToBase64String(_bytes);

    public override string ToString() => "[master key]";
}
