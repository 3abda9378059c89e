using System.Globalization;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Cluster;

/// <summary>A real silo process. Started again it keeps its ports, as a container keeps its address.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private readonly string _program;
    private readonly string[] _arguments;

    private SiloProcess(string redis, string program, string[] arguments)
    {
        _program = program;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}"));
        _arguments = [$"--urls={Address.ToString().TrimEnd('/')}", .. Membership(redis), .. arguments];
    }

    public RunningProcess Process { get; private set; } = null!;

    /// <summary>Where it tells how it is.</summary>
    public Uri Address { get; }

    /// <summary>Settings of a member of the cluster, with ports of its own.</summary>
    public static string[] Membership(string redis) =>
    [
        "--Cluster:Mode=Redis", $"--Cluster:Redis={redis}", "--Cluster:AdvertisedIp=127.0.0.1",
        $"--Cluster:SiloPort={Ports.Free()}", $"--Cluster:GatewayPort={Ports.Free()}",
    ];

    /// <summary>Returns at once, before it has joined.</summary>
    /// <param name="redis">The store of the cluster.</param>
    /// <param name="program">Another program than the product's; null for that.</param>
    /// <param name="arguments">Of the program, besides those of a member.</param>
    public static SiloProcess Launch(string redis, string? program = null, params string[] arguments)
    {
        var silo = new SiloProcess(redis, program ?? ProgramFiles.Silo, arguments);
        silo.Process = RunningProcess.Dotnet(silo._program, silo._arguments);
        return silo;
    }

    /// <summary>Starts it again after it has ended or was killed, and waits until it has joined.</summary>
    public async Task StartProcess()
    {
        await Process.DisposeAsync();
        Process = RunningProcess.Dotnet(_program, _arguments);
        await Ready();
    }

    public Task Ready(TimeSpan? within = null) => Process.Answers(new Uri(Address, "/readyz"), within);

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
