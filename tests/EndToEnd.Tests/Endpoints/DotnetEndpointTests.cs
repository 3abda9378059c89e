using System.ClientModel;
using System.ClientModel.Primitives;
using AiGateway.EndToEnd.Tests.Harness;
using Azure.AI.OpenAI;
using OpenAI;
using OpenAI.Audio;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>OpenAI's .NET client, and Azure's, which names the model in the path, asking for what is no chat.</summary>
public sealed class DotnetEndpointTests(SharedGateway gateway)
{
    private const string AllWords = "word1 word2 word3 word4 word5 word6 word7 word8 word9 word10";

    public static TheoryData<bool, string> Pairs => new() { { false, "openai" }, { true, "openai" }, { false, "azure" }, { true, "azure" } };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Images_arrive(bool azure, string kind)
    {
        using var lane = await gateway.Lane(new LaneOptions { Kind = kind });
        var images = Client(lane, azure).GetImageClient(lane.Model);

        var made = (await images.GenerateImageAsync("one two three", cancellationToken: TestContext.Current.CancellationToken)).Value;
        var changed = (await images.GenerateImageEditAsync(new MemoryStream([1, 2, 3]), "one.png", "one two three", cancellationToken: TestContext.Current.CancellationToken)).Value;

        Assert.All([made, changed], image => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], image.ImageBytes.ToArray()[..4]));
        await AllWent(lane, 2);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Sound_is_heard_and_made(bool azure, string kind)
    {
        using var lane = await gateway.Lane(new LaneOptions { Kind = kind });
        var audio = Client(lane, azure).GetAudioClient(lane.Model);

        var heard = (await audio.TranscribeAudioAsync(new MemoryStream(new byte[2_500]), "one.wav", cancellationToken: TestContext.Current.CancellationToken)).Value;
        var translated = (await audio.TranslateAudioAsync(new MemoryStream(new byte[2_500]), "one.wav", cancellationToken: TestContext.Current.CancellationToken)).Value;
        var made = (await audio.GenerateSpeechAsync("one two three", GeneratedSpeechVoice.Alloy, cancellationToken: TestContext.Current.CancellationToken)).Value;

        Assert.Equal((AllWords, AllWords), (heard.Text, translated.Text));
        Assert.True(made.ToArray().AsSpan().SequenceEqual(Sound.Of(10)), $"{made.ToArray().Length} bytes");
        await AllWent(lane, 3);
    }

    [Theory]
    [InlineData(false, "openai")]
    [InlineData(true, "azure")]
    [InlineData(false, "gemini")]
    public async Task Vectors_arrive(bool azure, string kind)
    {
        using var lane = await gateway.Lane(new LaneOptions { Kind = kind });

        var vectors = (await Client(lane, azure).GetEmbeddingClient(lane.Model).GenerateEmbeddingsAsync(["one", "two three"], cancellationToken: TestContext.Current.CancellationToken)).Value;

        Assert.Equal([1 / 16f, 3 / 16f], vectors.Select(vector => vector.ToFloats().Span[0]));
        await AllWent(lane, 1);
    }

    [Fact]
    public async Task Words_are_moderated_and_a_refusal_is_an_exception()
    {
        using var lane = await gateway.Lane();
        var moderation = Client(lane, azure: false).GetModerationClient(lane.Model);

        var results = (await moderation.ClassifyTextAsync(["one", "violence"], TestContext.Current.CancellationToken)).Value;
        await lane.Answers(new { preset = "openai.context_length" });
        var failure = await Assert.ThrowsAsync<ClientResultException>(() => moderation.ClassifyTextAsync("one", TestContext.Current.CancellationToken));

        Assert.Equal([(false, false), (true, true)], results.Select(result => (result.Flagged, result.Violence.Flagged)));
        Assert.Equal(400, failure.Status);
        Assert.Contains("context_length_exceeded", failure.Message, StringComparison.Ordinal);
    }

    private static async Task AllWent(Lane lane, int count)
    {
        var calls = await lane.Calls();
        Assert.Equal(count, calls.Count);
        Assert.All(calls, call => Assert.Equal(("fake-chat", lane.Secret(1), 200), (call.Model, call.Key, call.Status)));
        Assert.DoesNotContain(calls, call => call.Headers.Values.Any(value => value.Contains(lane.ConsumerKey, StringComparison.Ordinal)));
    }

    private OpenAIClient Client(Lane lane, bool azure)
    {
        var (credential, once) = (new ApiKeyCredential(lane.ConsumerKey), new ClientRetryPolicy(0));
        return azure
            ? new AzureOpenAIClient(gateway.Edge.DataAddress, credential, new AzureOpenAIClientOptions { RetryPolicy = once })
            : new OpenAIClient(credential, new OpenAIClientOptions { Endpoint = new Uri(gateway.Edge.DataAddress, "v1"), RetryPolicy = once });
    }
}
