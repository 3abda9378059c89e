using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;

namespace AiGateway.Edge.Hosting;

/// <summary>
/// A Redis-compatible store inside this process, kept on disk, so that one command is a whole durable gateway. Listens
/// on loopback only, with a password nobody else knows.
/// </summary>
internal sealed class EmbeddedStore : IDisposable
{
    private readonly GarnetServer _server;

    private EmbeddedStore(GarnetServer server, string connectionString) => (_server, ConnectionString) = (server, connectionString);

    public string ConnectionString { get; }

    /// <exception cref="IOException">The directory cannot be used.</exception>
    public static EmbeddedStore Start(string directory)
    {
        Directory.CreateDirectory(directory);
        var port = FreePort();
        var password = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        var server = new GarnetServer(
        [
            "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture),
            "--auth", "Password", "--password", password,
            // Orleans's storage provider changes a record only if its ETag still matches, in a Lua script.
            "--lua",
            // An answer means the change is in the log file: killing the process loses nothing.
            "--aof", "--aof-commit-wait", "--recover", "--checkpointdir", directory,
            // A checkpoint is taken, and the log before it dropped, each time the log has grown by this much.
            "--aof-size-limit", "64m",
            // The native device needs libaio, which a fresh Linux lacks.
            "--device-type", "RandomAccess",
            "--memory", "64m", "--page", "2m", "--segment", "64m", "--index", "8m",
            "--aof-memory", "16m", "--aof-page-size", "4m",
            "-q", "--logger-level", "Error",
        ]);
        server.Start();
        return new EmbeddedStore(server, $"127.0.0.1:{port},password={password},connectTimeout=5000");
    }

    public void Dispose() => _server.Dispose();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
