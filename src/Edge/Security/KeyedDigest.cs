using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace AiGateway.Edge.Security;

/// <summary>HMAC-SHA256 of a text's UTF-8. Runs once a call, so it takes its working space from the stack.</summary>
internal static class KeyedDigest
{
    private const int OnStack = 256;

    private const int MostBytesPerChar = 3;

    public static void Compute(byte[] key, ReadOnlySpan<char> text, Span<byte> destination)
    {
        byte[]? rented = null;
        var utf8 = text.Length <= OnStack
            ? stackalloc byte[OnStack * MostBytesPerChar]
            : rented = ArrayPool<byte>.Shared.Rent(text.Length * MostBytesPerChar);
        var used = utf8[..Encoding.UTF8.GetBytes(text, utf8)];
        HMACSHA256.HashData(key, used, destination);
        CryptographicOperations.ZeroMemory(used);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    public static Digest256 Compute(byte[] key, ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Digest256.Length];
        Compute(key, text, bytes);
        return new Digest256(bytes);
    }
}
