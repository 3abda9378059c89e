namespace AiGateway.Core.Credentials;

/// <summary>What a caller of Amazon's services signs with. Never shows its secrets.</summary>
/// <param name="accessKeyId">Names the key; not secret.</param>
/// <param name="secretAccessKey">Signs.</param>
/// <param name="sessionToken">Of temporary credentials; null for lasting ones.</param>
public sealed class AwsCredentials(string accessKeyId, string secretAccessKey, string? sessionToken = null)
{
    public string AccessKeyId { get; } = accessKeyId;

    /// <summary>Hand it on, keep it nowhere.</summary>
    public string SecretAccessKey { get; } = secretAccessKey;

    /// <inheritdoc cref="SecretAccessKey"/>
    public string? SessionToken { get; } = sessionToken;

    public override string ToString() => $"[AWS credentials {AccessKeyId}]";
}
