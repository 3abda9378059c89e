using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.OpenAiSurface;

public sealed class RouteTests(SharedGateway gateway)
{
    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/chat/completions")]
    [InlineData("//v1/chat/completions")]
    [InlineData("/v1//chat/completions")]
    [InlineData("/v1/chat/completions/")]
    public async Task Chat_answers_however_the_base_address_was_written(string path)
    {
        using var lane = await gateway.Lane();

        var answer = await lane.Http.PostJson(path, new { model = lane.Model, messages = new[] { new { role = "user", content = "Hi" } } });

        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", answer.Ok["choices"]![0]!["message"]!["content"]!.GetValue<string>());
        Assert.Equal(lane.Model, answer.Json["model"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/v1/completions")]
    [InlineData("/completions")]
    public async Task Completions_answer(string path)
    {
        using var lane = await gateway.Lane();

        var answer = await lane.Http.PostJson(path, new { model = lane.Model, prompt = "one two" });

        Assert.Equal("text_completion", answer.Ok["object"]!.GetValue<string>());
        Assert.Equal(2, answer.Json["usage"]!["prompt_tokens"]!.GetValue<int>());
        Assert.StartsWith("word1 ", answer.Json["choices"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/embeddings")]
    [InlineData("/embeddings")]
    public async Task Embeddings_answer_for_one_text_and_for_several(string path)
    {
        using var lane = await gateway.Lane();

        var one = await lane.Http.PostJson(path, new { model = lane.Model, input = "one two" });
        var several = await lane.Http.PostJson(path, new { model = lane.Model, input = new[] { "one", "two three" } });

        Assert.Equal(8, Assert.Single(one.Ok["data"]!.AsArray())!["embedding"]!.AsArray().Count);
        Assert.Equal(2, several.Ok["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_stream_brings_every_word_and_ends_with_done()
    {
        using var lane = await gateway.Lane();

        var answer = await lane.Stream();

        Assert.Equal(200, answer.Status);
        Assert.Equal("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10", answer.Text);
        Assert.Equal("stop", answer.FinishReason);
        Assert.True(answer.Done && !answer.Broken, answer.ToString());
        Assert.All(answer.Chunks, chunk => Assert.Equal(lane.Model, chunk["model"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/models")]
    public async Task Models_lists_what_the_caller_may_use_and_nothing_else(string path)
    {
        using var lane = await gateway.Lane();
        using var other = await gateway.Lane();

        var answer = await lane.Http.GetAnswer(path);

        Assert.Equal("list", answer.Ok["object"]!.GetValue<string>());
        var model = Assert.Single(answer.Json["data"]!.AsArray())!;
        Assert.Equal(lane.Model, model["id"]!.GetValue<string>());
        Assert.Equal("model", model["object"]!.GetValue<string>());
        Assert.True(model["created"]!.GetValue<long>() >= 0);
        Assert.False(string.IsNullOrEmpty(model["owned_by"]!.GetValue<string>()));
    }

    [Fact]
    public async Task One_model_can_be_asked_for_even_with_a_slash_in_its_name()
    {
        using var lane = await gateway.Lane();
        const string name = "vendor/big:latest";
        _ = (await lane.Admin.Put($"/admin/v1/models/{name}", new { id = name, targets = new[] { new { provider = lane.Id, model = "fake-chat" } } })).Ok;
        _ = (await lane.Admin.Put($"/admin/v1/consumers/{lane.Id}", new { id = lane.Id, models = new[] { lane.Id, name } })).Ok;

        foreach (var path in new[] { "/v1/models/vendor/big:latest", "/v1/models/vendor%2Fbig:latest", "/models/vendor%2Fbig%3Alatest" })
            Assert.Equal(name, (await lane.Http.GetAnswer(path)).Ok["id"]!.GetValue<string>());

        Assert.Equal(200, (await lane.Http.Chat(name)).Status);
        Assert.Equal("model_not_found", (await lane.Http.GetAnswer("/v1/models/nope")).ErrorCode);
    }

    [Fact]
    public async Task Every_answer_carries_a_request_id_of_its_own()
    {
        using var lane = await gateway.Lane();
        using var nobody = gateway.Edge.ClientWith(null);
        List<string?> ids =
        [
            (await lane.Chat()).Header("x-request-id"),
            (await lane.Stream()).Header("x-request-id"),
            (await lane.Http.GetAnswer("/v1/models")).Header("x-request-id"),
            (await lane.Http.GetAnswer("/v1/nothing")).Header("x-request-id"),
            (await lane.Http.Chat("no-such-model")).Header("x-request-id"),
            (await lane.Http.PostJson("/v1/chat/completions", "{")).Header("x-request-id"),
            (await nobody.Chat(lane.Model)).Header("x-request-id"),
            (await lane.Http.GetAnswer("/readyz")).Header("x-request-id"),
        ];

        Assert.All(ids, id => Assert.StartsWith("req_", id, StringComparison.Ordinal));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }
}
