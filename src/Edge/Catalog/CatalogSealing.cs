using System.Security.Cryptography;
using System.Text;
using AiGateway.Core.Catalog;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Catalog;

/// <summary>Turns the plain secrets of a catalog into what may be stored: providers' sealed, callers' as digests.</summary>
internal static class CatalogSealing
{
    private const string Purpose = "provider-key";

    /// <summary>
    /// Secrets already in stored form stay as they are. Validate again afterwards: only now can it show that two keys are one.
    /// </summary>
    public static CatalogDocument Seal(CatalogDocument document, SecretBox box, ConsumerKeyDigest digest) =>
        Replace(document, key => Seal(key, box), key => Digest(key, digest));

    /// <exception cref="CryptographicException">It was sealed for another key or under another master key, or is not sealed.</exception>
    public static string Open(KeySpec key, SecretBox box) =>
        key.Secret is { Form: SecretForm.Sealed } secret
            ? box.Open(Purpose, key.Id, secret.Reveal())
            : throw new CryptographicException($"The secret of key '{key.Id}' is not sealed.");

    /// <summary>
    /// Names the content of a plain catalog, its secrets included, without revealing them. Sealing is never the same
    /// twice, so this tells whether anything has changed, a rotated variable behind an unchanged file too.
    /// </summary>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Fingerprint(CatalogDocument document, ConsumerKeyDigest digest)
    {
        var comparable = Replace(
            document,
            key => key.Secret is { Form: SecretForm.Plain } secret ? key with { Secret = Digest(secret, digest) } : key,
            key => Digest(key, digest));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CatalogJson.Write(comparable))));
    }

    private static CatalogDocument Replace(
        CatalogDocument document, Func<KeySpec, KeySpec> providerKey, Func<ConsumerKeySpec, ConsumerKeySpec> consumerKey) => document with
        {
            Providers = [.. document.Providers.Select(p => p with { Keys = [.. p.Keys.Select(providerKey)] })],
            Consumers = [.. document.Consumers.Select(c => c with { Keys = [.. c.Keys.Select(consumerKey)] })],
        };

    private static KeySpec Seal(KeySpec key, SecretBox box) =>
        key.Secret is { Form: SecretForm.Plain } secret
            ? key with { Secret = Secret.Sealed(box.Seal(Purpose, key.Id, NotEmpty(secret))) }
            : key;

    private static ConsumerKeySpec Digest(ConsumerKeySpec key, ConsumerKeyDigest digest) =>
        key.Secret.Form != SecretForm.Plain
            ? key
            : new ConsumerKeySpec
            {
                Secret = Digest(key.Secret, digest),
                Hint = ConsumerKey.IsWellFormed(key.Secret.Reveal()) ? ConsumerKey.Hint(key.Secret.Reveal()) : key.Hint,
            };

    private static Secret Digest(Secret plain, ConsumerKeyDigest digest) => Secret.Digest(digest.Compute(NotEmpty(plain)).ToHex());

    /// <summary>The rules refuse it before; here it would become a door open to everyone.</summary>
    private static string NotEmpty(Secret plain) =>
        plain.Reveal() is { Length: > 0 } text ? text : throw new ArgumentException("An empty secret is never stored.");
}
