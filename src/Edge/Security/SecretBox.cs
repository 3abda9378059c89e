using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AiGateway.Edge.Security;

/// <summary>
/// Encrypts secrets for storage: each under a random key of its own (AES-256-GCM), and that key under one derived from
/// the master key. Both layers are bound to the purpose and id of the secret, so that a stored secret moved to
/// another record does not open.
/// </summary>
/// <remarks>Text form: <c>v1.{wrapped key}.{sealed text}</c>, both base64url of nonce, ciphertext and tag.</remarks>
internal sealed class SecretBox(MasterKey master)
{
    private const string Version = "v1";

    private readonly byte[] _wrappingKey = master.Derive("seal/v1");

    public string Seal(string purpose, string id, string plain)
    {
        var bound = Bound(purpose, id);
        var text = Encoding.UTF8.GetBytes(plain);
        var key = RandomNumberGenerator.GetBytes(MasterKey.Length);
        try
        {
            var wrapped = AesGcmBox.Seal(_wrappingKey, key, bound);
            return $"{Version}.{Base64Url.EncodeToString(wrapped)}.{Base64Url.EncodeToString(AesGcmBox.Seal(key, text, bound))}";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <exception cref="CryptographicException">It was sealed for another id or under another master key, or is damaged.</exception>
    public string Open(string purpose, string id, string envelope)
    {
        byte[] key = [], text = [];
        try
        {
            var parts = envelope.Split('.');
            if (parts is not [Version, var wrapped, var body])
                throw new CryptographicException("Unknown form.");
            var bound = Bound(purpose, id);
            key = AesGcmBox.Open(_wrappingKey, Base64Url.DecodeFromChars(wrapped), bound);
            text = AesGcmBox.Open(key, Base64Url.DecodeFromChars(body), bound);
            return Encoding.UTF8.GetString(text);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            // The cause is left out: it could only tell an attacker which layer failed.
            throw new CryptographicException(
                $"The sealed secret of '{id}' cannot be opened: it was sealed for another entity or under another master key, "
                + "or it is damaged. Check that the master key is the one it was stored with, or set the secret anew.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static byte[] Bound(string purpose, string id) => Encoding.UTF8.GetBytes($"{purpose}|{id}|{Version}");
}
