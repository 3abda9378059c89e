using AiGateway.Edge.Api.Gemini;
using AiGateway.Edge.Api.OpenAi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Edge.Tests.Api.Gemini;

public sealed class GeminiPathTests
{
    [Theory]
    [InlineData("/v1beta/models/gemini-2.5-pro:generateContent", "gemini-2.5-pro", "generateContent")]
    [InlineData("/v1beta/models/vendor/model:free:streamGenerateContent", "vendor/model:free", "streamGenerateContent")]
    [InlineData("/v1beta/models/a%2Fb:countTokens", "a/b", "countTokens")]
    [InlineData("/v1beta/models/llama:8b", "llama:8b", "")]
    [InlineData("/v1beta/models", "", "")]
    [InlineData("/models/gemini-pro:embedContent", "gemini-pro", "embedContent")]
    public void The_model_and_the_method_are_told_apart_at_the_last_colon(string path, string model, string method)
    {
        Assert.True(GeminiPath.TryRead(path, out var found));
        Assert.Equal(new GeminiPath(model, method), found);
    }

    [Theory]
    [InlineData("/models/llama:8b")]
    [InlineData("/models")]
    [InlineData("/v1beta/modelsx")]
    [InlineData("/chat/completions")]
    public void Other_paths_are_not_googles(string path) => Assert.False(GeminiPath.TryRead(path, out _));

    [Theory]
    [InlineData("generateContent", "sse", false, false)]
    [InlineData("streamGenerateContent", "sse", true, false)]
    [InlineData("streamGenerateContent", null, true, true)]
    public void A_stream_is_a_list_unless_events_are_asked_for(string method, string? alt, bool stream, bool list)
    {
        var query = new QueryCollection(alt is null ? [] : new Dictionary<string, StringValues> { ["alt"] = alt });

        Assert.Equal(new PathModel("m", stream) { AsList = list }, new GeminiPath("m", method).Call(query));
    }
}
