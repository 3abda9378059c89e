using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class AzureTests : DialectTest
{
    private const string Deployment = "/openai/deployments/my-gpt/chat/completions";
    private const string Version = "?api-version=2024-10-21";
    private const string Hello = """{"messages":[{"role":"user","content":"one two three"}]}""";

    [Theory]
    [InlineData(Deployment + Version, Hello, "my-gpt")]
    [InlineData("/openai/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"one two three"}]}""", "m")]
    public async Task A_stream_begins_with_the_findings_about_the_prompt(string path, string json, string model)
    {
        using var response = await CallAsync(HttpMethod.Post, path, json.Insert(1, "\"stream\":true,"), ("api-key", "k"));
        var chunks = ChunksOf(EventsOf(await response.Content.ReadAsStringAsync(Token)));

        Assert.Equal(0, chunks[0].GetProperty("choices").GetArrayLength());
        Assert.Equal("safe", chunks[0].GetProperty("prompt_filter_results")[0].GetProperty("content_filter_results").GetProperty("hate").GetProperty("severity").GetString());
        Assert.All(chunks[1..], chunk => Assert.True(chunk.GetProperty("choices")[0].TryGetProperty("content_filter_results", out _)));
        Assert.Equal(model, chunks[1].GetProperty("model").GetString());
        Assert.Equal(13, chunks.Length);
    }

    [Fact]
    public async Task A_whole_answer_has_the_findings_beside_it()
    {
        var answer = await OkAsync(await CallAsync(HttpMethod.Post, Deployment + Version, Hello, ("api-key", "k")));

        Assert.Equal(1, answer.GetProperty("prompt_filter_results").GetArrayLength());
        Assert.Equal("stop", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Key_and_version_are_demanded()
    {
        using var noKey = await CallAsync(HttpMethod.Post, Deployment + Version, Hello);
        using var noVersion = await CallAsync(HttpMethod.Post, Deployment, Hello, ("api-key", "k"));

        Assert.Equal((401, "401"), ((int)noKey.StatusCode, (await JsonAsync(noKey)).GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(404, (int)noVersion.StatusCode);
    }

    [Fact]
    public async Task Other_operations_are_openais()
    {
        var answer = await OkAsync(await CallAsync(HttpMethod.Post, "/openai/deployments/my-emb/embeddings" + Version, """{"input":"a"}""", ("api-key", "k")));

        Assert.Equal("my-emb", answer.GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_deployment_has_no_responses()
    {
        const string asked = """{"model":"my-gpt","input":"a"}""";

        using var refused = await CallAsync(HttpMethod.Post, "/openai/deployments/my-gpt/responses" + Version, asked, ("api-key", "k"));

        Assert.Equal(404, (int)refused.StatusCode);
        await OkAsync(await CallAsync(HttpMethod.Post, "/openai/v1/responses", asked, ("api-key", "k")));
    }

    [Fact]
    public async Task Openai_at_a_similar_address_adds_nothing()
    {
        var answer = await AnswerAsync(Chat(), "/openai/v1/chat/completions");

        Assert.False(answer.TryGetProperty("prompt_filter_results", out _));
        Assert.Equal(JsonValueKind.Object, answer.ValueKind);
    }
}
