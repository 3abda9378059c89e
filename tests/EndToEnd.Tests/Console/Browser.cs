using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;
using AiGateway.EndToEnd.Tests.RealClients;

namespace AiGateway.EndToEnd.Tests.Console;

/// <summary>A Chromium, driven by Playwright in a Node process. Where one of them is absent, what needs it is skipped.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string At = "browser at ";
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(5) };
    private readonly RunningProcess _process;
    private readonly Uri _address;

    private Browser(RunningProcess process, Uri address) => (_process, _address) = (process, address);

    public static async Task<Browser> Start()
    {
        var (node, chromium) = (SystemTools.Require(SystemTools.Node), SystemTools.Require(SystemTools.Chromium));
        SystemTools.Require(SystemTools.Npm);
        Assert.True(await NodePackages.Install());
        var process = RunningProcess.Start(node, ["browser.mjs", chromium], directory: NodePackages.Folder);
        return new Browser(process, new Uri((await process.Line(line => line.StartsWith(At, StringComparison.Ordinal)))[At.Length..]));
    }

    /// <summary>Has somebody, who has cookies of his own, take steps.</summary>
    /// <returns>What each step came to.</returns>
    public async Task<JsonArray> Do(string person, params object[] steps)
    {
        using var answer = await _http.PostAsJsonAsync(_address, new { person, steps }, TestContext.Current.CancellationToken);
        var came = (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
        if (came["error"] is { } error)
            Assert.Fail($"{error}\n{came["faults"]}");
        return came["came"]!.AsArray();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }
}
