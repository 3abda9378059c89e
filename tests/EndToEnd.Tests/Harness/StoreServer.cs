using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>
/// What a cluster keeps its state in: a real <c>redis-server</c> with its append-only file, or where there is none the
/// embedded store as a process of its own. Which one it is stands in the test's output.
/// </summary>
public sealed class StoreServer : IAsyncDisposable
{
    private readonly ScratchDirectory _directory = new();

    private StoreServer(bool isRedis) => IsRedis = isRedis;

    public RunningProcess Process { get; private set; } = null!;

    public bool IsRedis { get; }

    public int Port { get; } = Ports.Free();

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},connectTimeout=3000");

    private static bool HasRedis => SystemTools.Find(SystemTools.Redis) is not null;

    /// <param name="standIn">Takes the embedded store even where Redis is installed.</param>
    public static async Task<StoreServer> Start(bool standIn = false)
    {
        var store = new StoreServer(!standIn && HasRedis);
        await store.StartProcess();
        Say(store.IsRedis);
        return store;
    }

    /// <summary>Tells a test that shares a store which one it is.</summary>
    public static void Say() => Say(HasRedis);

    private static void Say(bool isRedis) => TestContext.Current.TestOutputHelper?.WriteLine(isRedis
        ? "The store is a real redis-server."
        : "The embedded store stands in for redis-server.");

    /// <summary>Starts it again, at the same address and with what it has on disk, after it was killed.</summary>
    public async Task StartProcess()
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        if (Process is not null)
            await Process.DisposeAsync();
        Process = IsRedis
            ? RunningProcess.Start(SystemTools.Find(SystemTools.Redis)!,
                ["--port", port, "--bind", "127.0.0.1", "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--dir", _directory.FullName])
            : RunningProcess.Dotnet(ProgramFiles.StoreStandIn,
                ["--bind", "127.0.0.1", "--port", port, "--lua", "--aof", "--aof-commit-wait", "--recover", "--checkpointdir", _directory.FullName,
                 "--device-type", "RandomAccess", "--memory", "128m", "--page", "4m", "--segment", "64m", "--index", "16m",
                 "--aof-memory", "32m", "--aof-page-size", "8m", "-q", "--logger-level", "Error"]);
        await Eventually.Holds(async () => await Command("PING") == "+PONG");
    }

    /// <summary>Sends a command whose arguments hold no blanks.</summary>
    /// <returns>The answer's lines without their ends, joined by a blank; null while nobody listens.</returns>
    public async Task<string?> Command(string text)
    {
        if (Process.HasExited)
            throw new InvalidOperationException(Process.Describe("ended at its start"));
        var words = text.Split(' ');
        var request = $"*{words.Length}\r\n" + string.Concat(words.Select(word => $"${word.Length}\r\n{word}\r\n"));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port, deadline.Token);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), deadline.Token);
            var answer = new byte[256];
            var length = await client.GetStream().ReadAsync(answer, deadline.Token);
            return Encoding.ASCII.GetString(answer, 0, length).TrimEnd().Replace("\r\n", " ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _directory.Dispose();
    }
}
