using System.Text;
using AiGateway.Edge.Realtime;

namespace AiGateway.Edge.Tests.Realtime;

public sealed class RealtimeEventTests
{
    [Theory]
    [InlineData("""{"type":"response.created","response":{}}""", "ResponseCreated")]
    [InlineData("""{ "event_id": "e", "type": "response.output_audio.delta", "delta": "AAAA" }""", "Content")]
    [InlineData("""{"type":"response.function_call_arguments.delta"}""", "Content")]
    [InlineData("""{"response":{"type":"error"},"type":"response.done"}""", "ResponseDone")]
    [InlineData("""{"type":"error","error":{}}""", "Error")]
    [InlineData("""{"type":"session.created","session":{"type":"error"}}""", "Other")]
    [InlineData("""{"type":"conversation.item.input_audio_transcription.delta"}""", "Other")]
    [InlineData("""{"type":7}""", "Other")]
    [InlineData("""{"type":null}""", "Other")]
    [InlineData("""["type","error"]""", "Other")]
    [InlineData("""{"a":""", "Other")]
    [InlineData("", "Other")]
    [InlineData("error", "Other")]
    public void An_event_is_known_by_its_own_type(string message, string kind) => Assert.Equal(kind, RealtimeEvents.Of(Encoding.UTF8.GetBytes(message)).ToString());

    [Fact]
    public void A_type_behind_which_nothing_makes_sense_is_enough() =>
        Assert.Equal(RealtimeEvent.Content, RealtimeEvents.Of("""{"type":"response.output_audio.delta","delta":"AAAA"""u8));

    [Fact]
    public void No_bytes_are_an_exception()
    {
        var dice = new Random(1);
        byte[][] texts = [.. new[] { """{"type":"response.done","response":{"usage":{"input_tokens":1}}}""", """{"event_id":"e","type":"error"}""" }.Select(Encoding.UTF8.GetBytes)];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = texts[i % texts.Length].ToArray();
            for (var changes = dice.Next(1, 4); changes > 0; changes--)
                bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
            var message = bytes.AsSpan(0, dice.Next(bytes.Length + 1));
            _ = RealtimeEvents.Of(message);
            _ = RealtimeUsage.TryRead(message, out var _);
        }
    }
}
