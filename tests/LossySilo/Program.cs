using System.Globalization;
using System.Net;
using AiGateway.Grains.Cluster;
using AiGateway.Hosting;
using AiGateway.LossySilo;
using AiGateway.Silo.Hosting;
using Orleans.Configuration;

// A silo as in production, but for the pushes it loses: --loss=0.1 --seed=1. How many they were stands at /lost.
// With --listen=PORT it takes clients there, and Cluster:GatewayPort is what leads there.
var builder = WebApplication.CreateSlimBuilder(args);
Logs.Configure(builder);
var settings = Settings.Read<ClusterSettings>(builder.Configuration, ClusterSettings.Section, s => s.Problems());
var loss = new PushLoss(
    double.Parse(builder.Configuration["loss"] ?? "0", CultureInfo.InvariantCulture), int.Parse(builder.Configuration["seed"] ?? "1", CultureInfo.InvariantCulture));
builder.Host.UseOrleans(silo =>
{
    silo.AddControlPlane(settings, settings.Redis!).AddOutgoingGrainCallFilter(loss);
    if (builder.Configuration["listen"] is { } port)
        silo.Configure<EndpointOptions>(o => o.GatewayListeningEndpoint = new IPEndPoint(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture)));
});

var app = builder.Build();
app.MapSiloHealth();
app.MapGet("/lost", () => loss.Lost.ToString(CultureInfo.InvariantCulture));
await app.RunAsync();
