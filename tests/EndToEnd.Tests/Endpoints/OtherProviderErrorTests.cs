using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>What a provider refuses in its own form reaches a caller of another dialect in the caller's.</summary>
public sealed class OtherProviderErrorTests(SharedGateway gateway)
{
    private const string Told = "Said for this test.";

    [Theory]
    [InlineData("embedContent", """{"content":{"parts":[{"text":"one"}]}}""")]
    [InlineData("batchEmbedContents", """{"requests":[{"content":{"parts":[{"text":"one"}]}}]}""")]
    public async Task OpenAis_words_come_in_googles_form(string method, string body)
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 2 });
        await lane.Answers(new { preset = "openai.invalid_key" }, times: 1);
        await lane.Answers(new { status = 400, body = new { error = new { message = Told, type = "invalid_request_error", param = "input", code = (string?)null } } }, times: 1);

        var refused = await lane.Http.PostJson($"/v1beta/models/{lane.Model}:{method}", body);
        var answered = await lane.Http.PostJson($"/v1beta/models/{lane.Model}:{method}", body);

        Assert.Equal((400, Told, 400, "INVALID_ARGUMENT"), (refused.Status, refused.Error["message"]!.GetValue<string>(), refused.Error["code"]!.GetValue<int>(), refused.Error["status"]!.GetValue<string>()));
        Assert.Equal(("2", 200), (refused.Header("x-aigateway-attempts"), answered.Status));
    }

    [Fact]
    public async Task Googles_words_come_in_openais_form()
    {
        using var lane = await gateway.Lane(new LaneOptions { Kind = "gemini", Keys = 2 });
        await lane.Answers(new { status = 500, body = new { error = new { code = 500, message = "Out of order.", status = "INTERNAL" } } }, times: 1);
        await lane.Answers(new { status = 400, body = new { error = new { code = 400, message = Told, status = "INVALID_ARGUMENT" } } }, times: 1);

        var refused = await lane.Http.Embed(lane.Model);
        var answered = await lane.Http.Embed(lane.Model);

        Assert.Equal((400, Told), (refused.Status, refused.Error["message"]!.GetValue<string>()));
        Assert.Equal(["code", "message", "param", "type"], refused.Error.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("2", 200), (refused.Header("x-aigateway-attempts"), answered.Status));
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    [InlineData("bedrock")]
    public async Task Who_serves_no_such_thing_is_not_asked_for_it(string kind)
    {
        using var lane = await gateway.Lane(new LaneOptions { Kind = kind });

        foreach (var name in new[] { "images.generations", "images.edits", "audio.transcriptions", "audio.speech", "moderations", "rerank" })
        {
            var answer = await lane.Ask(Question.All[name]);
            Assert.Equal((404, "unsupported_operation"), (answer.Status, answer.Json["error"]!["code"]!.GetValue<string>()));
        }

        Assert.Empty(await lane.Calls());
    }
}
