using AiGateway.Edge.Hosting;
using AiGateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AiGateway.Edge.Tests.Hosting;

public sealed class ListenersTests
{
    private const string DataEnd = "127.0.0.1:18080";
    private const string ManagementEnd = "127.0.0.1:18001";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_socket_decides_the_plane_whatever_a_request_says()
    {
        var transport = new MemoryTransport();
        await using var app = await Start(transport, $"http://{DataEnd}", $"http://{ManagementEnd}");

        Assert.Equal([ManagementEnd, DataEnd], transport.Bound.Order());
        Assert.Equal("data", await transport.Get(DataEnd, $"GET /admin HTTP/1.1\r\nHost: {ManagementEnd}\r\nX-Forwarded-Port: 18001", Token));
        Assert.Equal("management", await transport.Get(ManagementEnd, $"GET /v1 HTTP/1.1\r\nHost: {DataEnd}", Token));
        Assert.Equal("data", await transport.Get(DataEnd, $"GET http://{ManagementEnd}/admin HTTP/1.1\r\nHost: {ManagementEnd}", Token));
    }

    [Fact]
    public async Task A_plane_may_listen_at_several_addresses()
    {
        var transport = new MemoryTransport();
        await using var app = await Start(transport, $"http://{DataEnd};http://127.0.0.1:18081/", $"http://{ManagementEnd}");

        Assert.Equal("data", await transport.Get("127.0.0.1:18081", "GET / HTTP/1.1\r\nHost: x", Token));
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("127.0.0.1:8080")]
    public void An_address_that_is_none_is_named_with_the_form_it_needs(string url)
    {
        var refusal = Assert.Throws<SettingsException>(
            () => Listeners.Configure(new KestrelServerOptions(), Listeners.DefaultDataUrl, new AdminSettings { Urls = url }, new GatewaySettings()));

        Assert.Contains($"Admin:Urls: '{url}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:8080", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_server_keeps_strangers_within_bounds()
    {
        var kestrel = new KestrelServerOptions();

        Listeners.Configure(kestrel, Listeners.DefaultDataUrl, new AdminSettings(), new GatewaySettings { MaxRequestBytes = 5_000 });

        Assert.Equal((5_000, false), (kestrel.Limits.MaxRequestBodySize, kestrel.AddServerHeader));
        Assert.Equal(16 * 1024, kestrel.Limits.MaxRequestHeadersTotalSize);
        Assert.True(kestrel.Limits.RequestHeadersTimeout <= TimeSpan.FromSeconds(10));
    }

    private static async Task<WebApplication> Start(MemoryTransport transport, string data, string management)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.RemoveAll<IConnectionListenerFactory>();
        builder.Services.AddSingleton<IConnectionListenerFactory>(transport);
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel => Listeners.Configure(kestrel, data, new AdminSettings { Urls = management }, new GatewaySettings()));
        var app = builder.Build();
        app.Run(http => Answer(http, Plane.IsManagement(http) ? "management" : "data"));
        await app.StartAsync(Token);
        return app;
    }

    private static Task Answer(HttpContext http, string text)
    {
        http.Response.ContentLength = text.Length + MemoryTransport.End.Length;
        return http.Response.WriteAsync(text + MemoryTransport.End);
    }
}
