using AiGateway.Core.Usage;
using AiGateway.Edge.Realtime;

namespace AiGateway.Edge.Tests.Realtime;

public sealed class RealtimeUsageTests
{
    [Fact]
    public void What_a_response_took_is_found_in_the_event_that_ends_it()
    {
        var done = """
            {"type":"response.done","event_id":"e","response":{"id":"r","output":[{"type":"message"}],
             "usage":{"total_tokens":253,"input_tokens":132,"output_tokens":121,"input_token_details":{"text_tokens":119,"audio_tokens":13,"cached_tokens":64},"output_token_details":{"text_tokens":30,"audio_tokens":91}}}}
            """;

        Assert.True(RealtimeUsage.TryRead(System.Text.Encoding.UTF8.GetBytes(done), out var usage));
        Assert.Equal(new TokenUsage(132, 121, 64, 0, Estimated: false), usage);
    }

    [Theory]
    [InlineData("""{"type":"response.output_text.delta","delta":"response.done"}""")]
    [InlineData("""{"type":"response.created","response":{"usage":null}}""")]
    [InlineData("""["response.done"]""")]
    [InlineData("""{"type":"response.done" """)]
    [InlineData("response.done")]
    public void Other_messages_end_nothing(string message) => Assert.False(RealtimeUsage.TryRead(System.Text.Encoding.UTF8.GetBytes(message), out _));

    [Fact]
    public void A_response_without_figures_has_ended_all_the_same()
    {
        Assert.True(RealtimeUsage.TryRead("""{"response":{"status":"cancelled"},"type":"response.done"}"""u8, out var usage));
        Assert.Null(usage);
    }
}
