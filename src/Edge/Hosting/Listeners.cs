using System.Net;
using System.Net.Sockets;
using AiGateway.Edge.Security;
using AiGateway.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Edge.Hosting;

/// <summary>Opens the sockets of both planes with the limits of a server that faces strangers.</summary>
internal static class Listeners
{
    public const string DefaultDataUrl = "http://127.0.0.1:8080";

    public static void Configure(KestrelServerOptions kestrel, string dataUrls, AdminSettings admin, GatewaySettings gateway)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = gateway.MaxRequestBytes;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        // A body that trickles or stops is met by our own deadline, which answers in the caller's dialect.
        kestrel.Limits.MinRequestBodyDataRate = null;
        Listen(kestrel, dataUrls, Plane.Data, "urls");
        Listen(kestrel, admin.Urls, Plane.Management, "Admin:Urls");
    }

    private static void Listen(KestrelServerOptions kestrel, string urls, Plane plane, string setting)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new SettingsException([$"{setting}: '{url}' is not an address; use the form http://127.0.0.1:8080."]);
            }
            if (!address.IsUnixPipe)
                RequireFree(address, setting);
            if (address.IsUnixPipe)
                kestrel.ListenUnixSocket(address.UnixPipePath, Mark);
            else if (address.Host == "localhost")
                kestrel.ListenLocalhost(address.Port, Mark);
            else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
                kestrel.Listen(ip, address.Port, Mark);
            else
                kestrel.ListenAnyIP(address.Port, Mark);

            void Mark(ListenOptions listen)
            {
                listen.Use(next => connection =>
                {
                    connection.Features.Set(plane);
                    connection.Features.Set(new KeyMemo());
                    return next(connection);
                });
                if (address.Scheme == Uri.UriSchemeHttps)
                    listen.UseHttps();
            }
        }
    }

    /// <summary>Asked beforehand, because the server itself would answer with a page of stack traces.</summary>
    private static void RequireFree(BindingAddress address, string setting)
    {
        var ip = address.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(address.Host.Trim('[', ']'), out var given) ? given : IPAddress.Any;
        try
        {
            using var probe = new TcpListener(ip, address.Port);
            probe.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new SettingsException([$"{setting}: port {address.Port} is in use by another process; stop it, or choose another address with --{setting} http://{address.Host}:{address.Port + 1}."]);
        }
        catch (SocketException e)
        {
            throw new SettingsException([$"{setting}: this process cannot listen at {address}: {e.Message}."]);
        }
    }
}
