using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>The <c>openai</c> npm package, installed once from its lock file. Where Node is absent its tests are skipped.</summary>
public sealed class NodeClient : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(ProgramFiles.Repository, "tests", "EndToEnd.Tests", "node");

    public async ValueTask InitializeAsync()
    {
        if (SystemTools.Find(SystemTools.Node) is null || SystemTools.Find(SystemTools.Npm) is not { } npm)
            return;
        if (IsInstalled())
            return;
        await using var install = RunningProcess.Start(npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], directory: _folder);
        Assert.True(await install.Exit(TimeSpan.FromMinutes(3)) == 0, install.Describe("failed"));
    }

    /// <summary>Has the package make one call.</summary>
    /// <param name="what">A name in <c>calls.mjs</c>.</param>
    public async Task<JsonNode> Call(EdgeProcess edge, Lane lane, string what)
    {
        var node = SystemTools.Require(SystemTools.Node);
        SystemTools.Require(SystemTools.Npm);
        await using var process = RunningProcess.Start(node, ["calls.mjs", $"{edge.DataAddress}v1", lane.ConsumerKey, lane.Model, what], directory: _folder);
        Assert.True(await process.Exit() == 0, process.Describe("failed"));
        return JsonNode.Parse(await process.Line(line => line.StartsWith('{')))!;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>npm leaves a copy of the lock file with what it installed.</summary>
    private bool IsInstalled()
    {
        var installed = Path.Combine(_folder, "node_modules", ".package-lock.json");
        return File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(_folder, "package-lock.json"));
    }
}
