using System.Globalization;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>nginx in front of edges, configured by the very file <c>deploy/local/cluster</c> uses.</summary>
public sealed class Balancer : IAsyncDisposable
{
    private readonly ScratchDirectory _directory = new();

    private Balancer(int port) => Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    public RunningProcess Process { get; private set; } = null!;

    public Uri Address { get; }

    /// <summary>Ends the test where nginx is not installed.</summary>
    public static async Task<Balancer> Start(IEnumerable<EdgeProcess> edges)
    {
        var nginx = SystemTools.Require(SystemTools.Nginx);
        var balancer = new Balancer(Ports.Free());
        await balancer.Launch(nginx, edges);
        return balancer;
    }

    public async ValueTask DisposeAsync()
    {
        // Asked, not killed: the worker is a process of its own and would stay.
        Process.Terminate();
        await Process.Exit();
        await Process.DisposeAsync();
        _directory.Dispose();
    }

    private async Task Launch(string nginx, IEnumerable<EdgeProcess> edges)
    {
        var template = await File.ReadAllTextAsync(Path.Combine(ProgramFiles.Repository, "deploy", "local", "nginx.conf"), TestContext.Current.CancellationToken);
        var servers = edges.Select(edge => $"server 127.0.0.1:{edge.DataAddress.Port} max_fails=1 fail_timeout=1s;");
        var path = _directory.File("nginx.conf");
        Directory.CreateDirectory(_directory.File("nginx"));
        await File.WriteAllTextAsync(path, template
            .Replace("@RUN@", _directory.FullName, StringComparison.Ordinal)
            .Replace("@PORT@", Address.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@SERVERS@", string.Join('\n', servers), StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Process = RunningProcess.Start(nginx, ["-e", _directory.File("error.log"), "-c", path, "-g", "daemon off;"]);
        await Process.Answers(new Uri(Address, "/readyz"));
    }
}
