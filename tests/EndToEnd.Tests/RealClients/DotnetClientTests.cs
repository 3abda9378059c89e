using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using System.Text;
using AiGateway.EndToEnd.Tests.Harness;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Models;

namespace AiGateway.EndToEnd.Tests.RealClients;

/// <summary>OpenAI's own .NET client.</summary>
public sealed class DotnetClientTests(SharedGateway gateway)
{
    private const string AllWords = "word1 word2 word3 word4 word5 word6 word7 word8 word9 word10";
    private static readonly UserChatMessage Hello = new("one two three");

    [Fact]
    public async Task Chat_gets_its_text_and_usage()
    {
        using var lane = await gateway.Lane();

        var answer = (await Chat(lane).CompleteChatAsync([Hello], cancellationToken: TestContext.Current.CancellationToken)).Value;

        Assert.Equal(AllWords, answer.Content[0].Text);
        Assert.Equal((3, 10), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount));
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
    }

    [Fact]
    public async Task A_stream_is_whole_though_the_provider_speaks_of_reasons_this_client_does_not_know()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { finishReason = "eos_token", gzip = true });

        var (text, finish) = await Read(lane);

        Assert.Equal((AllWords, ChatFinishReason.Stop), (text, finish));
    }

    [Fact]
    public async Task A_tool_call_arrives_whole()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { toolCall = new { name = "weather", arguments = """{"city":"Bern"}""" } });
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather") } };

        var answer = (await Chat(lane).CompleteChatAsync([Hello], options, TestContext.Current.CancellationToken)).Value;

        var call = Assert.Single(answer.ToolCalls);
        Assert.Equal(("weather", """{"city":"Bern"}"""), (call.FunctionName, call.FunctionArguments.ToString()));
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
    }

    [Fact]
    public async Task Embeddings_and_models_are_read()
    {
        using var lane = await gateway.Lane();
        var embeddings = new EmbeddingClient(lane.Model, new ApiKeyCredential(lane.ConsumerKey), Options());
        var models = new OpenAIModelClient(new ApiKeyCredential(lane.ConsumerKey), Options());

        var vector = (await embeddings.GenerateEmbeddingAsync("one two", cancellationToken: TestContext.Current.CancellationToken)).Value.ToFloats().ToArray();
        var list = (await models.GetModelsAsync(TestContext.Current.CancellationToken)).Value;

        Assert.Equal(Enumerable.Range(0, 8).Select(i => (2 + i) / 16f), vector);
        Assert.Equal([lane.Model], list.Select(model => model.Id));
    }

    [Fact]
    public async Task A_refusal_is_an_exception_with_its_status_and_reason()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { preset = "openai.context_length" });

        var failure = await Assert.ThrowsAsync<ClientResultException>(() => Chat(lane).CompleteChatAsync([Hello], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(400, failure.Status);
        Assert.Contains("context_length_exceeded", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_waits_between_its_tries_as_it_was_told()
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { status = 500 }, times: 2);
        var watch = Stopwatch.StartNew();

        var answer = (await Chat(lane, retries: 3).CompleteChatAsync([Hello], cancellationToken: TestContext.Current.CancellationToken)).Value;

        Assert.Equal(AllWords, answer.Content[0].Text);
        // Without the header it makes all of its tries within milliseconds.
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.9, 10);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("end")]
    [InlineData("error_event")]
    public async Task A_stream_that_breaks_off_is_an_exception_and_no_silent_success(string fault)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { fault, afterEvents = 5 });

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Read(lane));

        Assert.True(failure is IOException or ClientResultException or HttpRequestException, failure.ToString());
    }

    private static async Task<(string Text, ChatFinishReason? Finish)> Read(ChatClient chat)
    {
        var text = new StringBuilder();
        ChatFinishReason? finish = null;
        await foreach (var update in chat.CompleteChatStreamingAsync([Hello], cancellationToken: TestContext.Current.CancellationToken))
        {
            foreach (var part in update.ContentUpdate)
                text.Append(part.Text);
            finish = update.FinishReason ?? finish;
        }
        return (text.ToString(), finish);
    }

    private Task<(string Text, ChatFinishReason? Finish)> Read(Lane lane) => Read(Chat(lane));

    private ChatClient Chat(Lane lane, int retries = 0) => new(lane.Model, new ApiKeyCredential(lane.ConsumerKey), Options(retries));

    private OpenAIClientOptions Options(int retries = 0) => new()
    {
        Endpoint = new Uri(gateway.Edge.DataAddress, "v1"),
        RetryPolicy = new ClientRetryPolicy(retries),
    };
}
