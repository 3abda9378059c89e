using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>The <c>openai</c> npm package, a process for each call. Where Node is absent its tests are skipped.</summary>
public sealed class NodeClient : IAsyncLifetime
{
    private readonly string _folder = NodePackages.Folder;

    public async ValueTask InitializeAsync() => await NodePackages.Install();

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
}
