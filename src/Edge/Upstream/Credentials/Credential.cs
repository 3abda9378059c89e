
namespace AiGateway.Edge.Upstream.Credentials;

/// <summary>What a key shows its provider. No record: it must not print itself.</summary>
internal abstract class Credential
{
    /// <summary>Puts it into a request that has its address and its body.</summary>
    /// <param name="request">Goes to the key's own provider and nowhere else.</param>
    /// <param name="body">What is sent; empty for nothing, or for what is not known beforehand.</param>
    /// <param name="sources">What it may be made from.</param>
    /// <param name="cancellationToken">Ends waiting for one that has to be fetched.</param>
    /// <exception cref="CredentialException">It could not be had.</exception>
    public abstract ValueTask Present(HttpRequestMessage request, ReadOnlyMemory<byte> body, CredentialSources sources, CancellationToken cancellationToken);
}
