using System.Security.Cryptography;

namespace AiGateway.FakeProvider.Provider;

/// <summary>A file on its way in.</summary>
/// <param name="Field">The form's field it came in.</param>
internal sealed record UploadedFile(string Field, string Name, string Type, byte[] Content)
{
    public override string ToString() => $"{Name}, {Content.Length} bytes, {Convert.ToHexStringLower(SHA256.HashData(Content))}";
}
