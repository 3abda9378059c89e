using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Hosting;

/// <summary>
/// Between being asked to stop and closing the door: the edge says it is not ready and goes on serving, so that a balancer
/// turns to others before a caller finds the door shut.
/// </summary>
internal sealed class LeaveTaking(GatewaySettings gateway, ClusterSettings cluster, IHostApplicationLifetime life, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Asks whoever holds a connection open to take his next call elsewhere: one that is closed under him may cost him a call.</summary>
    public void Announce(HttpContext http)
    {
        if (life.ApplicationStopping.IsCancellationRequested && !HttpProtocol.IsHttp2(http.Request.Protocol))
            http.Response.Headers.Connection = "close";
    }

    /// <summary>Runs before anything in the process is stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(gateway.LeaveSecondsIn(cluster.Mode)), time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
