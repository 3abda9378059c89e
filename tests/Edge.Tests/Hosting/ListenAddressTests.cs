using System.Net;
using System.Net.Sockets;
using AiGateway.Edge.Hosting;
using AiGateway.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Edge.Tests.Hosting;

public sealed class ListenAddressTests
{
    [Fact]
    public void An_address_somebody_else_listens_at_is_told_with_another_to_take()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var e = Assert.Throws<SettingsException>(() => Configure($"http://127.0.0.1:{port}"));

        Assert.StartsWith($"urls: port {port} is in use by another process", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_free_address_is_taken() => Configure("http://127.0.0.1:0");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://")]
    public void What_is_no_address_is_told_with_an_example(string url) =>
        Assert.Contains("http://127.0.0.1:8080", Assert.Throws<SettingsException>(() => Configure(url)).Message, StringComparison.Ordinal);

    private static void Configure(string urls) =>
        Listeners.Configure(new KestrelServerOptions(), urls, new AdminSettings { Urls = "http://127.0.0.1:0" }, new GatewaySettings());
}
