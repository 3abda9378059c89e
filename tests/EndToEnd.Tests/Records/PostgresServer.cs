using System.Globalization;
using AiGateway.EndToEnd.Tests.Harness;
using Npgsql;

namespace AiGateway.EndToEnd.Tests.Records;

/// <summary>A real PostgreSQL with a database of its own. It refuses to run as root, so there it becomes the user its package made.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";
    private readonly ScratchDirectory _directory = new();
    private readonly string _programs;
    private readonly int _port = Ports.Free();

    private PostgresServer(string programs) => _programs = programs;

    public RunningProcess Process { get; private set; } = null!;

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Database=postgres;Username={User};Timeout=3");

    private string Data => _directory.File("data");

    public static async Task<PostgresServer> Start()
    {
        var server = new PostgresServer(Path.GetDirectoryName(SystemTools.Require(SystemTools.Postgres))!);
        if (Environment.IsPrivilegedProcess)
            await Run("chown", User, server._directory.FullName);
        await Run([.. AsUser, Path.Combine(server._programs, "initdb"), "--pgdata", server.Data, "--username", User, "--auth", "trust", "--no-sync"]);
        await server.StartProcess();
        return server;
    }

    /// <summary>Starts it again, at the same address and with what it has on disk, after it was killed.</summary>
    public async Task StartProcess()
    {
        if (Process is not null)
            await Process.DisposeAsync();
        string[] command =
        [
            .. AsUser, Path.Combine(_programs, "postgres"), "-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-k", _directory.FullName,
            "-c", "listen_addresses=127.0.0.1",
        ];
        Process = RunningProcess.Start(command[0], command[1..], name: "postgres");
        await Eventually.Holds(Answers);
    }

    /// <summary>One number that a question to the database is answered with.</summary>
    public async Task<long> Count(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _directory.Dispose();
    }

    private static string[] AsUser => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", User, "--regid", User, "--clear-groups"] : [];

    private async Task<bool> Answers()
    {
        if (Process.HasExited)
            throw new InvalidOperationException(Process.Describe("ended at its start"));
        try
        {
            return await Count("SELECT count(*) FROM pg_class") > 0;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task Run(params string[] command)
    {
        await using var process = RunningProcess.Start(command[0], command[1..]);
        if (await process.Exit() != 0)
            throw new InvalidOperationException(process.Describe("failed"));
    }
}
