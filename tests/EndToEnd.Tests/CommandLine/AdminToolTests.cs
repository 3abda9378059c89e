using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.CommandLine;

public sealed class AdminToolTests(SharedGateway gateway)
{
    [Fact]
    public async Task What_the_tool_imports_answers_calls_and_comes_out_again_without_secrets()
    {
        using var lane = await gateway.Lane();
        using var directory = new ScratchDirectory();
        var (id, secret) = ($"{lane.Id}-imported", $"{lane.Id}-canary-key-of-a-consumer");
        await File.WriteAllTextAsync(directory.File("catalog.yaml"), $$"""
            models: [ { id: {{id}}, targets: [ { provider: {{lane.Id}}, model: fake-chat } ] } ]
            consumers: [ { id: {{id}}, models: [ {{id}} ], keys: [ { secret: {{secret}} } ] } ]
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(directory.File("token"), gateway.Edge.AdminToken + "\n", TestContext.Current.CancellationToken);

        var imported = await Tool(directory, null, "import", directory.File("catalog.yaml"));
        Assert.Contains($"consumer/{id}", imported, StringComparison.Ordinal);
        using var caller = gateway.Edge.ClientWith(secret);
        Assert.Equal($"{lane.Id}/fake-chat", (await caller.Chat(id)).Header("x-aigateway-target"));

        var exported = await Tool(null, gateway.Edge.AdminToken, "export");
        Assert.Contains($"- id: {id}\n", exported, StringComparison.Ordinal);
        Assert.Contains("secret: ${CONSUMER_", exported, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", exported, StringComparison.Ordinal);
        Assert.DoesNotContain(lane.Secret(1), exported, StringComparison.Ordinal);

        // Others change the shared gateway's catalog at the same time: it is among the newest.
        var history = (await lane.Admin.Get("/admin/v1/catalog/history")).Ok["data"]!.AsArray();
        var version = history.Single(each => each!["added"]!["names"]!.AsArray().Any(name => (string?)name == $"consumer/{id}"))!["version"]!.GetValue<long>();
        var before = (await lane.Admin.Get($"/admin/v1/catalog/history/{version}")).Ok["catalog"]!["consumers"]!.AsArray();
        Assert.Contains(before, consumer => (string?)consumer!["id"] == id);
    }

    private async Task<string> Tool(ScratchDirectory? tokenIn, string? token, params string[] args)
    {
        string[] from = tokenIn is null ? [] : ["--token-file", tokenIn.File("token")];
        await using var tool = RunningProcess.Dotnet(
            ProgramFiles.Edge, ["admin", .. args, .. from, "--url", gateway.Edge.AdminAddress.ToString()], new Dictionary<string, string?> { ["AIGATEWAY_ADMIN_TOKEN"] = token });
        Assert.True(await tool.Exit() == 0, tool.Describe("was to end with 0"));
        return tool.Output.Text + "\n";
    }
}
