using System.Text.Json;

namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>What a provider's dialect has no words for is refused by its name, and nobody is asked something else instead.</summary>
[Collection(RealClientTests.Name)]
public sealed class InexpressibleTests(NodeHost node, Upstreams upstreams)
{
    private const string ClaudesSearch = """{"tools":[{"type":"web_search_20250305","name":"web_search"}]}""";
    private const string OpenAisSearch = """{"tools":[{"type":"web_search"}]}""";

    [Theory]
    [InlineData("openai", "anthropic", "n", """{"n":2}""")]
    [InlineData("openai", "bedrock", "logprobs", """{"logprobs":true}""")]
    [InlineData("openaiResponses", "anthropic", "tools[0]", OpenAisSearch)]
    [InlineData("openaiResponses", "gemini", "tools[0]", OpenAisSearch)]
    [InlineData("anthropic", "openai", "tools[0]", ClaudesSearch)]
    [InlineData("anthropic", "bedrock", "tools[0]", ClaudesSearch)]
    [InlineData("google", "anthropic", "generationConfig.candidateCount", """{"candidateCount":2}""")]
    [InlineData("aiAnthropic", "openai", "mcp_servers", """{"providerOptions":{"anthropic":{"mcpServers":[{"type":"url","name":"x","url":"https://example.com"}]}}}""")]
    [InlineData("aiCompatible", "bedrock", "frequency_penalty", """{"frequencyPenalty":1}""")]
    [InlineData("langchain", "bedrock", "n", """{"n":2}""")]
    public async Task It_is_refused_and_named(string client, string kind, string field, string extra)
    {
        var model = await upstreams.Sound(kind);

        var report = await upstreams.Ask(node, client, model.CallerName, new ClientTask { Stream = true, Extra = JsonElement.Parse(extra) });

        Assert.Equal(400, report.Status);
        Assert.Contains($"'{field}'", report.Message, StringComparison.Ordinal);
        Assert.Empty(await model.Calls());
    }
}
