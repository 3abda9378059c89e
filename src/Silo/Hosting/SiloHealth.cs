using Orleans.Runtime;

namespace AiGateway.Silo.Hosting;

/// <summary><c>/livez</c>: the process answers. <c>/readyz</c>: the silo is an active member of the cluster.</summary>
public static class SiloHealth
{
    public static void MapSiloHealth(this WebApplication app)
    {
        app.MapGet("/livez", () => Results.Text("ok"));
        app.MapGet("/readyz", (IClusterMembershipService membership, ILocalSiloDetails self, IHostApplicationLifetime lifetime) =>
        {
            var status = membership.CurrentSnapshot.GetSiloStatus(self.SiloAddress);
            return status == SiloStatus.Active && !lifetime.ApplicationStopping.IsCancellationRequested
                ? Results.Text("ready")
                : Results.Text($"not ready: the silo is {status}", statusCode: StatusCodes.Status503ServiceUnavailable);
        });
    }
}
