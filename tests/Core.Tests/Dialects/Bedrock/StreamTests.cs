using System.Text;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Bedrock;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

public sealed class StreamTests
{
    [Fact]
    public void A_text_is_read_piece_by_piece() => Assert.Equal(
        [
            new ChatEvent(ChatEventKind.Start),
            ChatEvent.Piece(ChatEventKind.Text, "Hel"),
            ChatEvent.Piece(ChatEventKind.Text, "lo"),
            new(ChatEventKind.Finish) { Finish = FinishReason.Stop, Text = "END" },
            new(ChatEventKind.Usage) { Usage = new(112, 4) { Cached = 100 } },
            new(ChatEventKind.End),
        ],
        Converse.Events(Converse.Lines(Converse.Fixture("text.stream"))));

    [Fact]
    public void Thoughts_calls_sources_and_images_are_read()
    {
        var events = Converse.Events(Converse.Lines(Converse.Fixture("tools.stream")));
        var sources = events.Single(next => next.Kind == ChatEventKind.Annotations);
        Assert.Equal(
            """[{"title":"Almanac","location":{"documentPage":{"documentIndex":0,"start":1,"end":2}}}]""", sources.Json?.GetRawText());
        Assert.Equal(
            [
                new ChatEvent(ChatEventKind.Start),
                ChatEvent.Piece(ChatEventKind.Reasoning, "Two "),
                ChatEvent.Piece(ChatEventKind.Reasoning, "calls."),
                new(ChatEventKind.ReasoningSignature) { Text = "RXFRQkNrZ0lC", Maker = Dialect.Bedrock },
                new(ChatEventKind.RedactedReasoning) { Text = "aGlkZGVu", Maker = Dialect.Bedrock },
                ChatEvent.Piece(ChatEventKind.Text, "Looking."),
                new(ChatEventKind.ToolCall) { Id = "tooluse_1", Name = "weather" },
                ChatEvent.Piece(ChatEventKind.ToolArguments, "{\"city\":"),
                ChatEvent.Piece(ChatEventKind.ToolArguments, "\"Zürich\"}"),
                new(ChatEventKind.ToolCall) { Id = "tooluse_2", Name = "clock", Call = 1 },
                ChatEvent.Piece(ChatEventKind.ToolArguments, "{}", call: 1),
                new(ChatEventKind.Media) { Name = "image/png", Text = "iVBORw0KGgo=" },
                new(ChatEventKind.Finish) { Finish = FinishReason.ToolCalls },
                new(ChatEventKind.Usage) { Usage = new(30, 117) },
                new(ChatEventKind.End),
            ],
            events.Where(next => next.Kind != ChatEventKind.Annotations));
    }

    [Theory]
    [InlineData("text.stream")]
    [InlineData("tools.stream")]
    public void A_stream_cut_before_its_stop_has_no_end(string fixture)
    {
        var lines = Converse.Lines(Converse.Fixture(fixture));
        var stop = lines.FindIndex(line => line.Name == "messageStop");
        for (var count = 0; count <= lines.Count; count++)
        {
            var events = Converse.Events(lines.Take(count));
            Assert.Equal(count > stop ? 1 : 0, events.Count(next => next.Kind == ChatEventKind.End));
            Assert.Equal(count > stop ? 1 : 0, events.Count(next => next.Kind == ChatEventKind.Finish));
        }
    }

    [Fact]
    public void Metadata_may_come_before_the_stop()
    {
        var lines = Converse.Lines(Converse.Fixture("text.stream"));
        lines.Reverse(lines.Count - 2, 2);
        Assert.Equal(
            [ChatEventKind.Start, ChatEventKind.Text, ChatEventKind.Text, ChatEventKind.Usage, ChatEventKind.Finish, ChatEventKind.End],
            Converse.Events(lines).Select(next => next.Kind));
    }

    [Fact]
    public void Calls_left_open_at_the_stop_have_their_arguments() => Assert.Equal(
        [ChatEventKind.Start, ChatEventKind.ToolCall, ChatEventKind.ToolCall, ChatEventKind.ToolArguments, ChatEventKind.ToolArguments, ChatEventKind.Finish, ChatEventKind.End],
        Converse.Events(
        [
            ("contentBlockStart", """{"contentBlockIndex":0,"start":{"toolUse":{"name":"f","toolUseId":"a"}}}"""),
            ("contentBlockStart", """{"contentBlockIndex":1,"start":{"toolUse":{"name":"f"}}}"""),
            ("messageStop", """{"stopReason":"end_turn"}"""),
            ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"late"}}"""),
        ]).Select(next => next.Kind));

    [Fact]
    public void Nothing_follows_the_end()
    {
        var lines = Converse.Lines(Converse.Fixture("text.stream"));
        Assert.Equal(ChatEventKind.End, Converse.Events([.. lines, .. lines, ("throttlingException", "{}")])[^1].Kind);
    }

    [Theory]
    [InlineData("messageStart", "")]
    [InlineData("messageStart", "[]")]
    [InlineData("messageStart", "{")]
    [InlineData("contentBlockDelta", "{}")]
    [InlineData("contentBlockDelta", """{"contentBlockIndex":4,"delta":{"toolUse":{"input":"{"}}}""")]
    [InlineData("contentBlockStart", """{"start":{"toolUse":{"toolUseId":"a"}}}""")]
    public void An_event_without_sense_breaks_the_stream(string name, string payload) =>
        Assert.False(BedrockCodec.Instance.NewStreamReader().TryRead(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(payload), []));

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_what_cannot_be_shown() => Assert.Equal(
        ["a\ufffd"],
        Converse.Events([("contentBlockDelta", """{"delta":{"text":"a\ud83d"}}""")]).Select(next => next.Text).OfType<string>());

    [Fact]
    public void Nobody_is_written_such_a_stream() => Assert.Throws<NotSupportedException>(() => BedrockCodec.Instance.NewStreamWriter(default));
}
