using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AiGateway.Edge.Admin.Http;

/// <summary>Names one state of an entity: a strong validator (RFC 9110, section 8.8). Nothing of the content can be read from it.</summary>
internal static class EntityTag
{
    private const int Bytes = 16;

    /// <param name="stored">All of the entity as it is stored, so that a new secret makes a new tag. Secrets are sealed or digests there.</param>
    /// <returns>With its quotes, as it stands in headers.</returns>
    public static string Of(string stored) => $"\"{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(stored)).AsSpan(0, Bytes))}\"";
}
