using AiGateway.Grains.Cluster;
using AiGateway.Hosting;
using AiGateway.Silo.Hosting;

if (await HealthCheckCommand.TryRun(args) is { } exitCode)
    return exitCode;

try
{
    var builder = WebApplication.CreateSlimBuilder([.. args, Settings.ReadOnce]);
    Logs.Configure(builder);
    var settings = Settings.Read<ClusterSettings>(builder.Configuration, ClusterSettings.Section, s => s.Problems());
    if (settings.Mode != ClusterMode.Redis)
        throw new SettingsException(["A silo of its own needs a cluster: set Cluster:Mode to Redis and Cluster:Redis to a connection string. For one process alone start the edge: dotnet run --project src/Edge."]);

    if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        builder.WebHost.UseUrls("http://127.0.0.1:8002");
    builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(15));
    builder.Host.UseOrleans(silo => silo.AddControlPlane(settings, settings.Redis!));
    builder.AddGatewayTelemetry("aigateway-silo");

    var app = builder.Build();
    app.MapSiloHealth();
    app.MapPrometheusScrapingEndpoint("/metrics");
    await app.RunUntilStopped(app.Logger);
    return 0;
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
