using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Observability;

/// <summary>A real Prometheus that runs by the very files of <c>deploy/observability</c>, but asks what it is told to, and more often.</summary>
public sealed partial class PrometheusServer : IAsyncDisposable
{
    private const string Often = "500ms";

    private readonly ScratchDirectory _directory = new();
    private readonly HttpClient _http;

    private PrometheusServer(int port) =>
        _http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")), Timeout = TimeSpan.FromSeconds(30) };

    public RunningProcess Process { get; private set; } = null!;

    /// <summary>Ends the test where Prometheus is not installed.</summary>
    /// <param name="target">Has <c>/metrics</c> and stands for all edges and silos.</param>
    public static async Task<PrometheusServer> Start(Uri target)
    {
        var program = SystemTools.Require(SystemTools.Prometheus);
        var server = new PrometheusServer(Ports.Free());
        await server.Launch(program, target);
        return server;
    }

    /// <summary>The result of a query; one that Prometheus refuses ends the test with its reason.</summary>
    public Task<JsonArray> Ask(string query) => Data($"query?query={Uri.EscapeDataString(query)}", data => data["result"]!.AsArray());

    /// <summary>Names of the labels that a metric's series have; none when there are no such series.</summary>
    public Task<JsonArray> Labels(string metric) => Data($"labels?match[]={Uri.EscapeDataString(metric)}", data => data.AsArray());

    public Task<JsonArray> Values(string label, string series) => Data($"label/{label}/values?match[]={Uri.EscapeDataString(series)}", data => data.AsArray());

    /// <summary>The alert rules as Prometheus has read them.</summary>
    public Task<List<(string Name, string Query)>> Alerts() => Data("rules?type=alert", data => data["groups"]!.AsArray()
        .SelectMany(rules => rules!["rules"]!.AsArray())
        .Select(rule => (rule!["name"]!.GetValue<string>(), rule["query"]!.GetValue<string>()))
        .ToList());

    /// <summary>Waits until all that is there now has been asked for once more.</summary>
    public async Task HasScraped()
    {
        var before = await Scrapes();
        await Eventually.Get(Scrapes, now => now >= before + 2);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<double> Scrapes()
    {
        var counted = await Ask("min(count_over_time(scrape_samples_scraped[1h]) and up == 1)");
        return counted.Count == 0 ? 0 : double.Parse(counted[0]!["value"]![1]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }

    private async Task<T> Data<T>(string path, Func<JsonNode, T> pick)
    {
        var answer = await _http.GetAnswer("/api/v1/" + path);
        Assert.True(answer.Status == 200, $"{path}: {answer.Body}");
        return pick(answer.Json["data"]!);
    }

    private async Task Launch(string program, Uri target)
    {
        var config = await File.ReadAllTextAsync(Path.Combine(ObservabilityFiles.Prometheus, "prometheus.yml"), TestContext.Current.CancellationToken);
        config = Targets().Replace(config, $"targets: [\"{target.Authority}\"]").Replace("15s", Often, StringComparison.Ordinal)
            .Replace("rules/*.yml", Path.Combine(ObservabilityFiles.Prometheus, "rules", "*.yml"), StringComparison.Ordinal);
        var path = _directory.File("prometheus.yml");
        await File.WriteAllTextAsync(path, config, TestContext.Current.CancellationToken);
        Process = RunningProcess.Start(program,
            ["--config.file", path, "--storage.tsdb.path", _directory.File("data"), "--web.listen-address", _http.BaseAddress!.Authority, "--log.level", "warn"]);
        await Process.Answers(new Uri(_http.BaseAddress, "/-/ready"));
    }

    [GeneratedRegex(@"targets: \[[^\]]+\]")]
    private static partial Regex Targets();
}
