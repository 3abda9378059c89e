using System.Diagnostics;
using System.Net;
using Yarp.ReverseProxy.Forwarder;

// What any gateway built on YARP must pay at least: Kestrel in, one forwarder out, nothing in between.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddHttpForwarder();
var destination = builder.Configuration["destination"] ?? throw new InvalidOperationException("Give --destination http://host:port.");

using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
{
    UseProxy = false,
    AllowAutoRedirect = false,
    AutomaticDecompression = DecompressionMethods.None,
    UseCookies = false,
    EnableMultipleHttp2Connections = true,
    ConnectTimeout = TimeSpan.FromSeconds(5),
    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    PooledConnectionIdleTimeout = TimeSpan.FromSeconds(55),
    KeepAlivePingDelay = TimeSpan.FromSeconds(30),
    KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
    KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
});
var request = new ForwarderRequestConfig
{
    ActivityTimeout = TimeSpan.FromMinutes(5),
    Version = HttpVersion.Version20,
    VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
};

var app = builder.Build();
var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
app.MapGet("/_alloc", () => GC.GetTotalAllocatedBytes(precise: true));
app.MapFallback(async context => await forwarder.SendAsync(context, destination, invoker, request));
await app.RunAsync();
