using Microsoft.Extensions.Hosting;

namespace AiGateway.Edge.Tests.Fakes;

/// <summary>A host that has started and is not asked to stop.</summary>
internal sealed class RunningHost : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted { get; } = new(canceled: true);

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication()
    {
    }
}
