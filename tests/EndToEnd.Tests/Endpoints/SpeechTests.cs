using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>Sound, which is no text in any part of its way.</summary>
public sealed class SpeechTests(SharedGateway gateway)
{
    private const int Pieces = 300;

    [Theory]
    [InlineData("wav", "audio/wav")]
    [InlineData("pcm", "audio/pcm")]
    [InlineData("mp3", "audio/mpeg")]
    public async Task Sound_arrives_byte_for_byte_and_as_what_it_is(string format, string type)
    {
        using var lane = await gateway.Lane();
        await lane.Answers(new { events = Pieces });

        var answer = await lane.Ask(new Question("/audio/speech", $$"""{"input":"one","voice":"alloy","response_format":"{{format}}"}"""));

        Assert.Equal((200, type, false), (answer.Status, answer.Header("content-type"), answer.Broken));
        Assert.True(Sound.Of(Pieces).AsSpan().SequenceEqual(answer.Bytes), $"{answer.Bytes.Length} bytes");
    }
}
