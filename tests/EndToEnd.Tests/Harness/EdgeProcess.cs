using System.Globalization;
using System.Net.Http.Headers;

namespace AiGateway.EndToEnd.Tests.Harness;

/// <summary>A real edge process with a data directory of its own. Alone unless its settings make it part of a cluster.</summary>
public sealed class EdgeProcess : IAsyncDisposable
{
    private readonly ScratchDirectory _directory = new();
    private readonly EdgeOptions _options;
    private HttpClient? _data;
    private AdminClient? _admin;

    private EdgeProcess(EdgeOptions options)
    {
        _options = options;
        (ConsumerKey, AdminToken) = (options.ConsumerKey, options.AdminToken);
        DataAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}"));
        AdminAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Ports.Free()}"));
    }

    public RunningProcess Process { get; private set; } = null!;

    /// <summary>Where callers call, without <c>/v1</c>.</summary>
    public Uri DataAddress { get; }

    public Uri AdminAddress { get; }

    public string DataDirectory => _directory.File("data");

    public string CatalogPath => _options.CatalogPath ?? _directory.File("catalog.yaml");

    /// <summary>The key <see cref="Data"/> presents.</summary>
    public string? ConsumerKey { get; set; }

    public string? AdminToken { get; set; }

    /// <summary>A client of the data address that presents <see cref="ConsumerKey"/>.</summary>
    public HttpClient Data => _data ??= NewClient(DataAddress, ConsumerKey);

    public AdminClient Admin => _admin ??= new AdminClient(NewClient(AdminAddress, AdminToken));

    public static async Task<EdgeProcess> Start(EdgeOptions options)
    {
        var edge = new EdgeProcess(options);
        if (options.Catalog is { } catalog)
            edge.WriteCatalog(catalog);
        await edge.StartProcess();
        return edge;
    }

    /// <summary>Starts it again at the same addresses and on the same data after it has ended or was killed.</summary>
    public async Task StartProcess(params string[] extraArguments)
    {
        if (Process is not null)
            await Process.DisposeAsync();
        List<string> arguments =
        [
            $"--Gateway:DataDirectory={DataDirectory}", $"--urls={Bare(DataAddress)}", $"--Admin:Urls={Bare(AdminAddress)}",
            .. _options.Settings.Select(setting => $"--{setting.Key}={setting.Value}"), .. extraArguments,
        ];
        if (_options.AdminToken is { } token)
            arguments.Add($"--Admin:Token={token}");
        if (_options.Catalog is not null || _options.CatalogPath is not null)
            arguments.Add($"--config={CatalogPath}");
        Process = RunningProcess.Dotnet(ProgramFiles.Edge, arguments, _options.Environment);
        if (_options.WaitUntilReady)
            await Ready();
    }

    public Task Ready(TimeSpan? within = null) => Process.Answers(new Uri(DataAddress, "/readyz"), within);

    /// <summary>Replaces the catalog file in one step, as editors and deployments do.</summary>
    public void WriteCatalog(string yaml)
    {
        var next = CatalogPath + ".next";
        File.WriteAllText(next, yaml);
        File.Move(next, CatalogPath, overwrite: true);
    }

    /// <summary>A client of the data address that presents another key, or none.</summary>
    public HttpClient ClientWith(string? key) => NewClient(DataAddress, key);

    public async ValueTask DisposeAsync()
    {
        _data?.Dispose();
        _admin?.Dispose();
        await Process.DisposeAsync();
        _directory.Dispose();
    }

    private static HttpClient NewClient(Uri address, string? bearer)
    {
        // A client that hangs up does so at once, and does not read on for a while in the hope of keeping its connection.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ResponseDrainTimeout = TimeSpan.Zero };
        var client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        if (bearer is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return client;
    }

    private static string Bare(Uri address) => address.ToString().TrimEnd('/');
}
