using System.Globalization;
using StackExchange.Redis;

namespace AiGateway.Silo.Hosting;

/// <summary>Asks Redis at start for the settings that keep state safe, and warns of those that do not.</summary>
internal static partial class RedisSafetyCheck
{
    public static async Task Run(string connectionString, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            var safety = await Read(connectionString, cancellationToken);
            foreach (var risk in safety.Risks())
                LogRisk(logger, risk);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Managed services often forbid the question.
            LogUnknown(logger, e.Message);
        }
    }

    private static async Task<RedisSafety> Read(string connectionString, CancellationToken cancellationToken)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        // CONFIG and INFO count as an administrator's commands.
        options.AllowAdmin = true;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellationToken);
        var server = connection.GetServers().FirstOrDefault(s => s is { IsConnected: true, IsReplica: false })
            ?? throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "No server takes writes.");
        var replication = (await server.InfoAsync("replication").WaitAsync(cancellationToken)).SelectMany(section => section);
        return new RedisSafety(
            await Setting("appendonly"), await Setting("appendfsync"), Number(await Setting("maxmemory")), await Setting("maxmemory-policy"),
            (int?)Number(await Setting("min-replicas-to-write")),
            (int?)Number(replication.FirstOrDefault(pair => pair.Key == "connected_slaves").Value));

        async Task<string?> Setting(string name) =>
            (await server.ConfigGetAsync(name).WaitAsync(cancellationToken)).FirstOrDefault(pair => pair.Key == name).Value;
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis: {Risk}")]
    private static partial void LogRisk(ILogger logger, string risk);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis does not tell whether its settings keep state safe ({Reason}); see that it writes an append-only file and never fails over to a replica that lags.")]
    private static partial void LogUnknown(ILogger logger, string reason);
}
