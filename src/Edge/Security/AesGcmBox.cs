using System.Security.Cryptography;

namespace AiGateway.Edge.Security;

/// <summary>One layer of AES-256-GCM under a random nonce: nonce, ciphertext, tag in a row.</summary>
internal static class AesGcmBox
{
    private const int NonceLength = 12;

    private const int TagLength = 16;

    private const int Overhead = NonceLength + TagLength;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var box = new byte[plain.Length + Overhead];
        var nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);

        // Made anew each time: an instance must not be used by two threads at once, and sealing is rare.
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceLength, plain.Length), box.AsSpan(NonceLength + plain.Length), bound);
        return box;
    }

    /// <exception cref="CryptographicException">The box is damaged, or key or bound data are others than it was sealed with.</exception>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound)
    {
        if (box.Length < Overhead)
            throw new CryptographicException("Too short.");
        var plain = new byte[box.Length - Overhead];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(box[..NonceLength], box[NonceLength..^TagLength], box[^TagLength..], plain, bound);
        return plain;
    }
}
