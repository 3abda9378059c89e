using AiGateway.Edge.Api;

namespace AiGateway.Edge.Tests.Api;

public sealed class DataPathTests
{
    [Theory]
    [InlineData("/v1/chat/completions", "/chat/completions")]
    [InlineData("/chat/completions", "/chat/completions")]
    [InlineData("/v1/chat/completions/", "/chat/completions")]
    [InlineData("//v1///models", "/models")]
    [InlineData("/v1/models/openai/gpt-4o", "/models/openai/gpt-4o")]
    [InlineData("/v1", "/v1")]
    [InlineData("/v1beta/models", "/v1beta/models")]
    [InlineData("/v1/v1/messages", "/messages")]
    [InlineData("/openai/v1/responses", "/responses")]
    [InlineData("/v1beta/openai/chat/completions", "/chat/completions")]
    [InlineData("/anthropic/v1/messages", "/messages")]
    [InlineData("/openai/deployments/gpt/chat/completions", "/openai/deployments/gpt/chat/completions")]
    [InlineData("/", "/")]
    [InlineData("//", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void All_ways_to_write_an_address_are_one(string? path, string normal) => Assert.Equal(normal, DataPath.Normalize(path));
}
