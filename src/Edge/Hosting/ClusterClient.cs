using AiGateway.Grains.Cluster;
using AiGateway.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;

namespace AiGateway.Edge.Hosting;

/// <summary>Makes an edge a client of a cluster whose silos run elsewhere.</summary>
internal static partial class ClusterClient
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    public static void Add(WebApplicationBuilder builder, ClusterSettings settings)
    {
        var redis = ConfigurationOptions.Parse(settings.Redis!);
        redis.AbortOnConnectFail = false;
        builder.Services.AddCoreWireFormat();
        builder.Services.AddHostedService<RedisNotice>();
        builder.Host.UseOrleansClient(client =>
        {
            client.UseRedisClustering(o => o.ConfigurationOptions = redis);
            client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (settings.ClusterId, settings.ClusterId));
            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ClusterTiming.ResponseTimeout);
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = ClusterTiming.GatewayListRefresh);
            client.UseConnectionRetryFilter<RetryForEver>();
            client.AddActivityPropagation();
        });
        // Otherwise no port opens before the cluster answers, and nobody could ask how this process is.
        builder.Services.Configure<HostOptions>(o => o.ServicesStartConcurrently = true);
    }

    /// <summary>The client connects again and again by itself, but takes long to notice why it cannot, and says it in its own words.</summary>
    private sealed class RedisNotice(ClusterSettings settings, TimeProvider time, ILogger<RedisNotice> logger) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                await RedisWait.UntilReachable(settings.Redis!, time, logger, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
        }
    }

    private sealed partial class RetryForEver(ILogger<RetryForEver> logger, TimeProvider time) : IClientConnectionRetryFilter
    {
        private string? _told;

        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            // Of Redis itself the notice above speaks.
            if (exception is not RedisException && _told != exception.Message)
            {
                LogNotConnected(logger, exception.Message);
                _told = exception.Message;
            }
            await Task.Delay(Retry, time, cancellationToken);
            return true;
        }

        [LoggerMessage(Level = LogLevel.Warning, Message = "No silo can be reached yet, trying again: {Reason}. Check that silos run and that Cluster:Redis and Cluster:ClusterId are theirs.")]
        private static partial void LogNotConnected(ILogger logger, string reason);
    }
}
