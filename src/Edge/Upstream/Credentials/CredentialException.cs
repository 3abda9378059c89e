using AiGateway.Core.Health;

namespace AiGateway.Edge.Upstream.Credentials;

/// <summary>A credential could not be had from whoever gives it out.</summary>
internal sealed class CredentialException(UpstreamFailure failure) : Exception(failure.Message)
{
    /// <summary>What it says of the key.</summary>
    public UpstreamFailure Failure { get; } = failure;
}
