using System.Net;
using System.Net.Sockets;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>
/// Free ports for programs that must be told theirs. They lie below the range that outgoing connections take theirs from,
/// so that nothing takes one between looking and binding, and none is given twice.
/// </summary>
public static class Ports
{
    private const int First = 12_000;
    private const int Count = 20_000;
    private static int _next = Environment.ProcessId * 61 % Count;

    public static int Free()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (Interlocked.Increment(ref _next) % Count);
            if (IsFree(port))
                return port;
        }
        throw new InvalidOperationException("No port is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
