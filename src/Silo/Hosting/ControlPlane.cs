using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using AiGateway.Core.Limits;
using AiGateway.Grains;
using AiGateway.Grains.Cluster;
using AiGateway.Grains.Limits;
using AiGateway.Silo.Storage;
using Orleans.Configuration;
using StackExchange.Redis;

namespace AiGateway.Silo.Hosting;

/// <summary>Makes a process a member of the control plane: clustering, storage, timing. The same for a silo of its own and for an edge that hosts one.</summary>
public static class ControlPlane
{
    /// <param name="redis">Connection string of the store, Redis itself or the embedded one.</param>
    public static ISiloBuilder AddControlPlane(this ISiloBuilder silo, ClusterSettings settings, string redis)
    {
        silo.Services.AddCoreWireFormat();
        silo.Services.AddSingleton(TimeProvider.System);
        // One for each grain: Random is not made for several threads.
        silo.Services.AddTransient(_ => new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (settings.ClusterId, settings.ClusterId));
        silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = ClusterTiming.ResponseTimeout);
        silo.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ClusterTiming.ResponseTimeout);
        silo.AddActivityPropagation();
        AddClustering(silo, settings, redis);
        silo.AddLimitOwners(LeaseTerms.Default);
        AddStore(silo, GrainStorageNames.Gateway, redis, lifetime: null);
        AddStore(silo, GrainStorageNames.Recent, redis, GrainStorageNames.RecentLifetime);
        AddStore(silo, GrainStorageNames.Objects, redis, GrainStorageNames.ObjectLifetime);
        AddStore(silo, GrainStorageNames.Signatures, redis, TimeSpan.FromDays(settings.SignatureDays));
        AddStore(silo, GrainStorageNames.Responses, redis, TimeSpan.FromDays(settings.ResponseDays));
        return silo;
    }

    private static void AddClustering(ISiloBuilder silo, ClusterSettings settings, string redis)
    {
        if (settings.Mode == ClusterMode.Single)
        {
            // One process, nobody to find: the membership table in memory of Orleans's own single-silo set-up.
            var siloPort = settings.SiloPort == 0 ? FreePort() : settings.SiloPort;
            silo.UseLocalhostClustering(siloPort, settings.GatewayPort == 0 ? FreePort() : settings.GatewayPort,
                new IPEndPoint(IPAddress.Loopback, siloPort), settings.ClusterId, settings.ClusterId);
            return;
        }

        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => ActivatorUtilities.CreateInstance<RedisGate>(services, redis));
        silo.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<RedisClock>(services, redis));
        silo.Services.AddSingleton<IStoreClock>(services => services.GetRequiredService<RedisClock>());
        silo.Services.AddHostedService(services => services.GetRequiredService<RedisClock>());
        // Otherwise no port opens before Redis answers, and nobody could ask how this process is.
        silo.Services.Configure<HostOptions>(o => o.ServicesStartConcurrently = true);
        silo.UseRedisClustering(o => o.ConfigurationOptions = RedisOptions(redis));
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = ClusterTiming.ProbeTimeout;
            o.MinProbeTimeout = ClusterTiming.MinProbeTimeout;
            o.MaxProbeTimeout = ClusterTiming.MaxProbeTimeout;
            o.NumMissedProbesLimit = ClusterTiming.MissedProbes;
            o.TableRefreshTimeout = ClusterTiming.TableRefresh;
        });
        var siloPortInCluster = settings.SiloPort == 0 ? EndpointOptions.DEFAULT_SILO_PORT : settings.SiloPort;
        var gatewayPort = settings.GatewayPort == 0 ? EndpointOptions.DEFAULT_GATEWAY_PORT : settings.GatewayPort;
        if (settings.AdvertisedIp is { } ip)
            silo.ConfigureEndpoints(IPAddress.Parse(ip), siloPortInCluster, gatewayPort, listenOnAnyHostAddress: !IPAddress.IsLoopback(IPAddress.Parse(ip)));
        else
            silo.ConfigureEndpoints(siloPortInCluster, gatewayPort, listenOnAnyHostAddress: true);
    }

    private static void AddStore(ISiloBuilder silo, string name, string redis, TimeSpan? lifetime) =>
        silo.AddRedisGrainStorage(name, o =>
        {
            o.ConfigurationOptions = RedisOptions(redis);
            o.GrainStorageSerializer = new PlainJsonStateSerializer();
            o.EntryExpiry = lifetime;
        });

    /// <summary>A connection that is not there yet, or is lost, is retried for ever instead of failing the process.</summary>
    private static ConfigurationOptions RedisOptions(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        return options;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
