using System.Collections.Concurrent;
using AiGateway.Edge.Cluster;
using AiGateway.Grains.Cluster;

namespace AiGateway.Edge.Pipeline.Answers;

/// <summary>One clock for all waiting callers: once a second it looks who has heard nothing for too long.</summary>
internal sealed partial class Heartbeats(TimeProvider time, ILogger<Heartbeats> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<ClientStream, byte> _streams = new();

    public void Add(ClientStream stream) => _streams.TryAdd(stream, 0);

    public void Remove(ClientStream stream) => _streams.TryRemove(stream, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var now = time.MonotonicMs();
                foreach (var stream in _streams.Keys)
                    _ = Beat(stream, now);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task Beat(ClientStream stream, long now)
    {
        try
        {
            await stream.Beat(now);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The caller has gone, or the call has ended between the look and the beat.
            LogMissed(logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A sign of life was not sent: {Reason}")]
    private static partial void LogMissed(ILogger logger, string reason);
}
