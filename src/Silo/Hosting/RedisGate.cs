using AiGateway.Hosting;

namespace AiGateway.Silo.Hosting;

/// <summary>
/// Holds the silo back, as the first thing in its life, until Redis answers. The process around it is up meanwhile, so
/// that whoever asks hears that it lives and is not ready.
/// </summary>
internal sealed class RedisGate(string redis, TimeProvider time, ILogger<RedisGate> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(RedisGate), ServiceLifecycleStage.First, Open);

    private async Task Open(CancellationToken stop)
    {
        await RedisWait.UntilReachable(redis, time, logger, stop);
        await RedisSafetyCheck.Run(redis, logger, stop);
    }
}
