using AiGateway.Grains.Cluster;
using AiGateway.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

namespace AiGateway.PushLoad;

/// <summary>A silo as in production, which also knows the grains of this benchmark.</summary>
internal static class SiloProcess
{
    public static async Task Run(PushOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.HealthPort}");
        var settings = new ClusterSettings
        {
            Mode = ClusterMode.Redis, Redis = options.Redis, SiloPort = options.SiloPort, GatewayPort = options.GatewayPort, AdvertisedIp = "127.0.0.1",
        };
        builder.Host.UseOrleans(silo =>
        {
            silo.AddControlPlane(settings, settings.Redis);
            // Each silo throws a die of its own. Where nothing is lost nothing stands in the way either.
            if (options.Drop > 0)
                silo.AddOutgoingGrainCallFilter(new LossySilo.PushLoss(options.Drop, options.Seed + options.SiloPort));
        });
        var app = builder.Build();
        app.MapSiloHealth();
        await app.RunAsync();
    }
}
