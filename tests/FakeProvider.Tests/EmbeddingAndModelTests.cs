using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class EmbeddingAndModelTests : ProviderTest
{
    private const string Path = "/v1/embeddings";

    [Fact]
    public async Task Embeddings_are_numbers_unless_base64_is_asked_for()
    {
        var numbers = await AnswerAsync(new { model = "m", input = new[] { "a b", "c" }, dimensions = 3 }, Path);
        var base64 = await AnswerAsync(new { model = "m", input = "a b", dimensions = 3, encoding_format = "base64" }, Path);

        Assert.Equal("[0.125,0.1875,0.25]", Vector(numbers, 0).GetRawText());
        Assert.Equal("[0.125,0.1875,0.25]", Vector(numbers, 1).GetRawText());
        Assert.Equal(3, numbers.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        var bytes = Convert.FromBase64String(Vector(base64, 0).GetString()!);
        Assert.Equal([0.125f, 0.1875f, 0.25f], MemoryMarshal.Cast<byte, float>(bytes).ToArray());
    }

    [Fact]
    public async Task A_rule_can_send_numbers_though_base64_was_asked_for()
    {
        await MisbehaveAsync(new { ignoreEncodingFormat = true });

        var answer = await AnswerAsync(new { model = "m", input = new[] { 1, 2, 3 }, encoding_format = "base64" }, Path);

        Assert.Equal(JsonValueKind.Array, Vector(answer, 0).ValueKind);
        Assert.Equal(3, answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Theory]
    [InlineData("fake-chat", 200)]
    [InlineData("vendor/fake:latest", 200)]
    [InlineData("nobody", 404)]
    public async Task Models_are_listed_and_found_by_id(string id, int status)
    {
        var list = await Http.GetFromJsonAsync<JsonElement>("/v1/models", Token);
        using var one = await Http.GetAsync(new Uri("/v1/models/" + id, UriKind.Relative), Token);

        Assert.Equal(3, list.GetProperty("data").GetArrayLength());
        Assert.Equal(status, (int)one.StatusCode);
    }

    [Theory]
    [InlineData("/v1/chat/completions", "{ not json", 400)]
    [InlineData("/v1/chat/completions", "{}", 400)]
    [InlineData("/v1/unheard/of", "{}", 404)]
    public async Task What_cannot_be_served_is_refused_in_openais_shape(string path, string body, int status)
    {
        using var content = new StringContent(body);
        using var reply = await Http.PostAsync(new Uri(path, UriKind.Relative), content, Token);

        Assert.Equal(status, (int)reply.StatusCode);
        var error = (await reply.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("error");
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_call_without_a_key_is_refused_and_any_base_path_will_do()
    {
        var served = await AnswerAsync(Chat(), "/api/paas/v4/chat/completions");
        Http.DefaultRequestHeaders.Authorization = null;
        using var refused = await PostAsync(Chat());

        Assert.Equal("chat.completion", served.GetProperty("object").GetString());
        Assert.Equal(401, (int)refused.StatusCode);
    }

    private static JsonElement Vector(JsonElement answer, int index) => answer.GetProperty("data")[index].GetProperty("embedding");
}
