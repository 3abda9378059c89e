using AiGateway.Edge.Cluster;
using AiGateway.Edge.Security;

namespace AiGateway.Edge.Hosting;

/// <summary>An edge can serve once it has a catalog and has heard from the control plane; it stays ready on what it holds when that is lost later, as long as it may trust it.</summary>
internal sealed class Readiness(CatalogView catalog, ControlPlaneContact contact, RevocationWatch revocations, IHostApplicationLifetime lifetime)
{
    public string? NotReadyBecause =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "it is shutting down"
        : contact.Age is null ? "the control plane has not answered yet"
        : catalog.Table is null ? "there is no catalog yet; give one with --config FILE or through the management API"
        : revocations.IsStale ? "the control plane has been silent for longer than Gateway:TrustKeysSeconds allows"
        : null;

    public Task Answer(HttpContext http)
    {
        var reason = NotReadyBecause;
        http.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return http.Response.WriteAsync(reason is null ? "ready" : $"not ready: {reason}");
    }
}
