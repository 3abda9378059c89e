using System.Diagnostics.CodeAnalysis;
using AiGateway.Edge.Hosting;

namespace AiGateway.Edge.Console.Api;

/// <summary>Where this very process has its management API.</summary>
internal sealed class ManagementAddress(ListenAddresses addresses) : IDisposable
{
    public Uri Base { get; } = new(addresses.Management);

    /// <summary>The certificate is this process's own, made out for the name that browsers use, and the connection does not leave the machine.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "The other end is this process.")]
    public HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
    });

    public void Dispose() => Client.Dispose();
}
