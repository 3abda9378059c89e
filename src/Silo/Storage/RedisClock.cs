using AiGateway.Grains.Limits;
using StackExchange.Redis;

namespace AiGateway.Silo.Storage;

/// <summary>Compares this machine's clock with that of Redis every few seconds.</summary>
internal sealed partial class RedisClock(string connectionString, TimeProvider time, ILogger<RedisClock> logger) : BackgroundService, IStoreClock
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Worth = TimeSpan.FromMilliseconds(100);

    private long _skewTicks = -1;

    public TimeSpan? Skew => Volatile.Read(ref _skewTicks) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(stoppingToken);
            do
            {
                await Compare(connection, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task Compare(ConnectionMultiplexer connection, CancellationToken stop)
    {
        try
        {
            var server = connection.GetServers().FirstOrDefault(each => each is { IsConnected: true, IsReplica: false });
            if (server is null)
                return;
            var (asked, began) = (time.GetUtcNow(), time.GetTimestamp());
            var told = await server.TimeAsync().WaitAsync(stop);
            var half = time.GetElapsedTime(began) / 2;
            // It was told somewhere in between: what that leaves open is not counted.
            var skew = (new DateTimeOffset(told, TimeSpan.Zero) - (asked + half)).Duration() - half;
            var known = Skew;
            Volatile.Write(ref _skewTicks, Math.Max(0, skew.Ticks));
            if (skew > Worth && (known is null || known <= Worth))
                LogSkewed(logger, skew.TotalMilliseconds);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !stop.IsCancellationRequested)
        {
            // A connection that breaks in the midst of an answer fails in ways of its own, and must not take the silo with it.
            LogNotCompared(logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clocks of this machine and of Redis differ by at least {Ms:0} ms. Synchronise them (NTP): beyond 250 ms this silo takes over no hard limit.")]
    private static partial void LogSkewed(ILogger logger, double ms);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The clock of Redis could not be read: {Reason}")]
    private static partial void LogNotCompared(ILogger logger, string reason);
}
