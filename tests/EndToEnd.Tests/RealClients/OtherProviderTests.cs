namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>A provider written by others (<c>@copilotkit/aimock</c>), which knows nothing of what this gateway expects.</summary>
[Collection(RealClientTests.Name)]
public sealed class OtherProviderTests(NodeHost node, Upstreams upstreams)
{
    private const string Said = "said by another provider";

    [Theory]
    [InlineData("openai", "openai")]
    [InlineData("openaiResponses", "openai")]
    [InlineData("openai", "anthropic")]
    [InlineData("anthropic", "anthropic")]
    [InlineData("openai", "gemini")]
    [InlineData("google", "gemini")]
    [InlineData("openai", "azure")]
    [InlineData("aiOpenaiChat", "azure")]
    [InlineData("openai", "bedrock")]
    [InlineData("anthropic", "bedrock")]
    public async Task Words_and_calls_of_tools_arrive(string client, string kind)
    {
        var model = await upstreams.At(kind, node.Provider);

        var words = (await Ask(client, model, new ClientTask { Stream = true })).Ok;
        var round = (await Ask(client, model, new ClientTask { Stream = true, Tools = true })).Ok;

        Assert.Equal((Said, Said), (words.Text, round.Text));
        Assert.Equal([new ToolCalled("weather", "Bern"), new ToolCalled("clock", "Rome")], round.Calls!);
    }

    private Task<ClientReport> Ask(string client, UpstreamModel model, ClientTask task) => upstreams.Ask(node, client, model.CallerName, task);
}
