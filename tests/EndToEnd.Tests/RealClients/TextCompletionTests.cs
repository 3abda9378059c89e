namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>OpenAI's client of before chats, answered by providers that know only those.</summary>
[Collection(RealClientTests.Name)]
public sealed class TextCompletionTests(NodeHost node, Upstreams upstreams)
{
    private const string AllWords = "word1 word2 word3 word4 word5 word6 word7 word8 word9 word10";

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task Words_arrive_whole_and_streamed(string kind)
    {
        var model = await upstreams.Sound(kind);

        var whole = (await Ask(model, new ClientTask())).Ok;
        var streamed = (await Ask(model, new ClientTask { Stream = true, Extra = new { echo = kind == "anthropic" } })).Ok;

        Assert.Equal((AllWords, (kind == "anthropic" ? "one two three" : "") + AllWords), (whole.Text, streamed.Text));
        Assert.Equal(("stop", "stop"), (whole.Finish, streamed.Finish));
        Assert.All(await model.Calls(), call => Assert.Contains("one two three", call.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_an_error()
    {
        var model = await upstreams.Own("anthropic");
        await model.Answers(new { fault = "cut", afterEvents = 6 });

        var report = await Ask(model, new ClientTask { Stream = true });

        Assert.Equal("APIError", report.Error);
    }

    [Fact]
    public async Task What_a_chat_cannot_do_is_refused()
    {
        var model = await upstreams.Sound("anthropic");

        var report = await Ask(model, new ClientTask { Extra = new { suffix = "the end" } });

        Assert.Equal(("BadRequestError", 400), (report.Error, report.Status));
        Assert.Contains("'suffix'", report.Message, StringComparison.Ordinal);
        Assert.Empty(await model.Calls());
    }

    private Task<ClientReport> Ask(UpstreamModel model, ClientTask task) => upstreams.Ask(node, "openaiCompletions", model.CallerName, task);
}
