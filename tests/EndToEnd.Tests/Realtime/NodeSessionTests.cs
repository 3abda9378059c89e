using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;
using AiGateway.EndToEnd.Tests.RealClients;

namespace AiGateway.EndToEnd.Tests.Realtime;

/// <summary>The <c>openai</c> npm package as it holds sessions in a browser.</summary>
/// <param name="gateway">The gateway.</param>
public sealed class NodeSessionTests(SharedGateway gateway)
{
    [Theory]
    [InlineData("openai")]
    [InlineData("azure")]
    [InlineData("token")]
    public async Task A_session_begins_answers_and_ends_as_it_would_at_the_provider(string form)
    {
        await NodePackages.Install();
        using var lane = await gateway.Lane();
        var node = SystemTools.Require(SystemTools.Node);
        SystemTools.Require(SystemTools.Npm);

        await using var process = RunningProcess.Start(
            node, ["--experimental-websocket", "realtime.mjs", gateway.Edge.DataAddress.ToString().TrimEnd('/'), lane.ConsumerKey, lane.Model, form],
            directory: Path.Combine(ProgramFiles.Repository, "tests", "EndToEnd.Tests", "node"));
        Assert.True(await process.Exit() == 0, process.Describe("failed"));
        var told = JsonNode.Parse(await process.Line(line => line.StartsWith('{')))!;

        Assert.Equal("""{"text":"said by the package","protocol":"realtime","code":1000,"wasClean":true}""", told.ToJsonString());
        Assert.Equal(lane.Secret(1), Assert.Single(await lane.Sessions(1)).Key);
    }
}
