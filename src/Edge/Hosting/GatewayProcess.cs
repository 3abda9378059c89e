using AiGateway.Edge.Admin;
using AiGateway.Edge.Api;
using AiGateway.Edge.Cluster;
using AiGateway.Edge.Records;
using AiGateway.Grains.Cluster;
using AiGateway.Hosting;

namespace AiGateway.Edge.Hosting;

/// <summary>One edge process: its settings, its parts, its sockets.</summary>
internal sealed class GatewayProcess(WebApplication app, EmbeddedStore? store) : IAsyncDisposable
{
    /// <exception cref="SettingsException">It cannot be built from these settings.</exception>
    public static Task<GatewayProcess> Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [Settings.ReadOnce], ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddCommandLine([.. args.Where(a => !a.StartsWith(Welcome.ResetSwitch, StringComparison.Ordinal))], new Dictionary<string, string> { ["--config"] = "Gateway:CatalogFile" });
        if (Environment.GetEnvironmentVariable("AIGATEWAY_CONFIG") is { Length: > 0 } file && builder.Configuration["Gateway:CatalogFile"] is null)
            builder.Configuration["Gateway:CatalogFile"] = file;

        Logs.Configure(builder);
        var cluster = Settings.Read<ClusterSettings>(builder.Configuration, ClusterSettings.Section, s => s.Problems());
        var gateway = Settings.Read<GatewaySettings>(builder.Configuration, GatewaySettings.Section, s => s.Problems());
        var admin = Settings.Read<AdminSettings>(builder.Configuration, AdminSettings.Section, s => s.Problems());
        var security = Settings.Read<SecuritySettings>(builder.Configuration, SecuritySettings.Section, _ => []);
        var records = Settings.Read<RecordSettings>(builder.Configuration, RecordSettings.Section, s => s.Problems());
        if (gateway.CatalogFile is { } path && !File.Exists(path))
            throw new SettingsException([$"The catalog file {Path.GetFullPath(path)} does not exist; correct --config or AIGATEWAY_CONFIG."]);

        var dataUrls = builder.Configuration["urls"] is { Length: > 0 } urls ? urls : Listeners.DefaultDataUrl;
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => Listeners.Configure(kestrel, dataUrls, admin, gateway));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(gateway.LeaveSecondsIn(cluster.Mode) + gateway.DrainSeconds + 5));

        var store = AddControlPlane(builder, cluster, gateway);
        builder.AddGatewayTelemetry("aigateway-edge");
        GatewayServices.Add(builder.Services, cluster, gateway, admin, security, records, Welcome.IsReset(args), Addresses(dataUrls, admin.Urls));

        var app = builder.Build();
        SignInAtManagementAlone(app);
        app.MapWhen(Plane.IsManagement, AdminApi.Map);
        app.UseWebSockets();
        app.Run(app.Services.GetRequiredService<DataPlane>().Handle);
        return Task.FromResult(new GatewayProcess(app, store));
    }

    public Task Run() => app.RunUntilStopped(app.Logger);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        store?.Dispose();
    }

    /// <summary>The framework would ask everybody who comes to sign in, callers of models too, unless it is told that this is seen to.</summary>
    private static void SignInAtManagementAlone(IApplicationBuilder app) =>
        app.Properties["__AuthenticationMiddlewareSet"] = app.Properties["__AuthorizationMiddlewareSet"] = true;

    private static EmbeddedStore? AddControlPlane(WebApplicationBuilder builder, ClusterSettings cluster, GatewaySettings gateway)
    {
        if (cluster.Mode == ClusterMode.Single)
        {
            var store = EmbeddedStore.Start(Path.Combine(gateway.DataDirectory, "store"));
            SingleProcess.Add(builder, cluster, store.ConnectionString);
            return store;
        }
        if (cluster.HostSilo)
            SingleProcess.Add(builder, cluster, cluster.Redis!);
        else
            ClusterClient.Add(builder, cluster);
        return null;
    }

    private static ListenAddresses Addresses(string dataUrls, string adminUrls) => new(First(dataUrls), First(adminUrls));

    private static string First(string urls) => urls.Split(';')[0].TrimEnd('/')
        .Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal).Replace("//*:", "//127.0.0.1:", StringComparison.Ordinal).Replace("//+:", "//127.0.0.1:", StringComparison.Ordinal);
}
