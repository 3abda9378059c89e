using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace AiGateway.Hosting;

/// <summary>Holds a process back until its Redis answers, saying each time what is wrong and what is done about it.</summary>
public static partial class RedisWait
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static async Task UntilReachable(string connectionString, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 0;
        options.ConnectTimeout = 2_000;
        var where = string.Join(", ", options.EndPoints);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellationToken);
                if (attempt > 1)
                    LogReached(logger, where);
                return;
            }
            catch (RedisConnectionException e)
            {
                LogUnreachable(logger, where, e.FailureType, Pause.TotalSeconds);
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Redis at {Endpoints} cannot be reached ({Failure}). Start it, or correct Cluster:Redis. Trying again in {Seconds} s.")]
    private static partial void LogUnreachable(ILogger logger, string endpoints, ConnectionFailureType failure, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis at {Endpoints} answers.")]
    private static partial void LogReached(ILogger logger, string endpoints);
}
