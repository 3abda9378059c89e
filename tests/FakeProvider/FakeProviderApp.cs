using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider;

/// <summary>A provider that speaks OpenAI's API and misbehaves on command. See README.md beside this file.</summary>
public static class FakeProviderApp
{
    private const long MaxBodyBytes = 64 * 1024 * 1024;

    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        // A write completes only when the kernel has the bytes, so a connection cut after k events has delivered exactly k.
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = 1);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        // Calls that are silent on purpose must not hold up the end.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.Services.AddSingleton<ProviderClock>();
        builder.Services.AddSingleton<RequestLog>();
        builder.Services.AddSingleton<RuleBook>();
        builder.Services.AddSingleton<ObjectStore>();
        builder.Services.AddRoutes();
        builder.Services.AddSingleton<ProviderEndpoint>();

        var app = builder.Build();
        app.UseWebSockets();
        app.MapControlApi();
        // Without a pattern of its own this leaves out what looks like a file, as models with a dot in their names do.
        app.MapFallback("{*path}", app.Services.GetRequiredService<ProviderEndpoint>().HandleAsync);
        return app;
    }
}
