using System.Text;
using System.Text.Json;
using AiGateway.Core.Dialects;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses;

public sealed class StreamWriterTests
{
    private static readonly ChatEvent Start = new(ChatEventKind.Start) { Id = "chatcmpl-1", Name = "served", Created = 1_700_000_001 };
    private static readonly ChatEvent End = new(ChatEventKind.End);

    [Fact]
    public void Text_is_told_in_the_recorded_order()
    {
        var writer = Wire.Writer();
        var stream = Wire.Stream([Start, Text("It"), Text(" rains"), Finish(FinishReason.Stop), new(ChatEventKind.Usage) { Usage = new(10, 5) }, End], writer);
        var snapshot = Snapshot.Of(stream);
        Assert.Equal(
            [
                "created", "in_progress", "output_item.added", "content_part.added", "output_text.delta", "output_text.delta", "output_text.done", "content_part.done",
                "output_item.done", "completed",
            ],
            snapshot.Names);
        Assert.Equal("""{"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_7f_0","output_index":0,"content_index":0,"delta":"It","logprobs":[]}""", Wire.Frames(stream)[4].Data);
        Assert.Equal(("resp_7f", 10L), (snapshot.Final.GetProperty("id").GetString(), writer.NextSequence));
        Assert.Equal((1_700_000_001, "gpt", 15), (snapshot.Final.GetProperty("created_at").GetInt64(), snapshot.Final.GetProperty("model").GetString(), snapshot.Final.GetProperty("usage").GetProperty("total_tokens").GetInt32()));
        Assert.Equal(snapshot.Final.GetRawText(), Encoding.UTF8.GetString(writer.Final.Span));
    }

    [Fact]
    public void The_whole_answer_is_the_one_a_client_gets_without_a_stream()
    {
        var traits = new AnswerTraits("7f", "gpt", 1_700_000_000);
        var answer = new ChatAnswer
        {
            Created = 1_700_000_001,
            Usage = new(3, 4),
            Choices = [new(0, [new ReasoningPart("Hm.") { Signature = new(Dialect.Anthropic, "EqQB") }, new TextPart("A"), new ToolCallPart("c", "f", "{}") { Signature = new(Dialect.Gemini, "Sig") }], FinishReason.ToolCalls)],
        };
        var stream = Wire.Stream(
        [
            Start, Piece(ChatEventKind.Reasoning, "H"), Piece(ChatEventKind.Reasoning, "m."), new(ChatEventKind.ReasoningSignature) { Text = "EqQB", Maker = Dialect.Anthropic },
            Text("A"), Call(0, "c", "f"), new(ChatEventKind.ToolSignature) { Text = "Sig", Maker = Dialect.Gemini }, Arguments(0, "{}"),
            Finish(FinishReason.ToolCalls), new(ChatEventKind.Usage) { Usage = new(3, 4) }, End,
        ]);
        Assert.Equal(Wire.Written(answer, traits).GetRawText(), Snapshot.Of(stream).Final.GetRawText());
    }

    [Fact]
    public void Calls_are_told_as_they_come()
    {
        var stream = Wire.Stream([Start, Text("Wait."), Call(0, "a", "f"), Arguments(0, "{\"x\""), Arguments(0, ":1}"), Call(1, "b", "g"), Arguments(1, "{}"), Finish(FinishReason.ToolCalls), End]);
        var snapshot = Snapshot.Of(stream);
        Assert.Equal(
            [
                "created", "in_progress", "output_item.added", "content_part.added", "output_text.delta", "output_text.done", "content_part.done", "output_item.done",
                "output_item.added", "function_call_arguments.delta", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done",
                "output_item.added", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done", "completed",
            ],
            snapshot.Names);
        Assert.Equal("""{"type":"response.output_item.added","sequence_number":8,"output_index":1,"item":{"type":"function_call","id":"fc_7f_1","status":"in_progress","call_id":"a","name":"f","arguments":""}}""", Wire.Frames(stream)[8].Data);
    }

    [Fact]
    public void Arguments_that_interleave_are_sorted_out()
    {
        var snapshot = Snapshot.Of(Wire.Stream(
        [
            Start, Call(0, "a", "f"), Call(1, "b", "g"), Call(2, "c", "h"), Arguments(1, "{\"y\""), Arguments(0, "{\"x\""), Arguments(1, ":2}"), Arguments(0, ":1}"), Text("so"),
            Finish(FinishReason.ToolCalls), End,
        ]));
        Assert.Equal(
            ["a f {\"x\":1}", "b g {\"y\":2}", "c h {}", "message"],
            snapshot.Final.GetProperty("output").EnumerateArray().Select(item => item.GetProperty("type").GetString() == "message" ? "message"
                : $"{item.GetProperty("call_id").GetString()} {item.GetProperty("name").GetString()} {item.GetProperty("arguments").GetString()}"));
    }

    [Fact]
    public void A_proof_that_comes_late_stands_after_its_call() => Assert.Equal(
        ["function_call", "reasoning", "function_call"],
        Types(Start, Call(0, "a", "f"), Arguments(0, "{}"), new(ChatEventKind.ToolSignature) { Text = "S", Maker = Dialect.Gemini }, Call(1, "b", "g"), Finish(FinishReason.ToolCalls), End));

    [Fact]
    public void A_proof_is_not_lost_however_late_it_comes()
    {
        var snapshot = Snapshot.Of(Wire.Stream(
        [
            Start, Call(0, "a", "f"), Arguments(0, "{}"), Text("so"), new(ChatEventKind.ToolSignature) { Text = "S", Maker = Dialect.Gemini }, Text(" be it"), Finish(FinishReason.ToolCalls), End,
        ]));
        var items = snapshot.Final.GetProperty("output");
        Assert.Equal(["function_call", "message", "reasoning"], items.EnumerateArray().Select(item => item.GetProperty("type").GetString()));
        Assert.Equal("aigw.gemini-tool.a.S", items[2].GetProperty("encrypted_content").GetString());
    }

    [Fact]
    public void Every_kind_has_its_item() => Assert.Equal(
        ["reasoning", "reasoning", "reasoning", "message", "image_generation_call", "message"],
        Types(
            Start,
            Piece(ChatEventKind.Reasoning, "a"),
            new(ChatEventKind.RedactedReasoning) { Text = "R", Maker = Dialect.Anthropic },
            new(ChatEventKind.ReasoningSignature) { Text = "S", Maker = Dialect.OpenAiResponses },
            Text("b"),
            Piece(ChatEventKind.Refusal, "c"),
            new(ChatEventKind.Media) { Name = "image/png", Text = "AAAA" },
            Text("d"),
            Finish(FinishReason.Stop),
            End));

    [Fact]
    public void Probabilities_and_sources_go_with_their_text()
    {
        var token = JsonElement.Parse("""{"content":[{"token":"A","logprob":-1,"bytes":[65]}]}""");
        var source = JsonElement.Parse("""[{"type":"url_citation","url":"https://a","title":"A","start_index":0,"end_index":1}]""");
        var stream = Wire.Stream([Start, Text("A"), new(ChatEventKind.Logprobs) { Json = token }, new(ChatEventKind.Annotations) { Json = source }, Finish(FinishReason.Stop), End]);
        var part = Snapshot.Of(stream).Final.GetProperty("output")[0].GetProperty("content")[0];
        Assert.Equal("""[{"token":"A","logprob":-1,"bytes":[65],"top_logprobs":[]}]""", part.GetProperty("logprobs").GetRawText());
        Assert.Equal(source.GetRawText(), part.GetProperty("annotations").GetRawText());
    }

    [Theory]
    [InlineData(FinishReason.Length, "max_output_tokens")]
    [InlineData(FinishReason.ContentFilter, "content_filter")]
    public void An_answer_cut_short_says_why(FinishReason finish, string reason)
    {
        var snapshot = Snapshot.Of(Wire.Stream([Start, Text("A"), Finish(finish), End]));
        Assert.Equal("incomplete", snapshot.Names[^1]);
        Assert.Equal(reason, snapshot.Final.GetProperty("incomplete_details").GetProperty("reason").GetString());
        Assert.Equal("incomplete", snapshot.Final.GetProperty("output")[0].GetProperty("status").GetString());
    }

    [Fact]
    public void A_stream_without_an_end_is_left_without_one()
    {
        var writer = Wire.Writer();
        Assert.DoesNotContain("response.completed", Wire.Stream([Start, Text("A"), Finish(FinishReason.Stop)], writer), StringComparison.Ordinal);
        Assert.True(writer.Final.IsEmpty);
    }

    [Theory]
    [InlineData("text.sse")]
    [InlineData("tools.sse")]
    [InlineData("incomplete.sse")]
    [InlineData("refusal.sse")]
    public void A_recorded_stream_is_told_on_as_it_was(string fixture)
    {
        var events = Wire.Events(Wire.Frames(Wire.Fixture(fixture)));
        var again = Wire.Events(Wire.Frames(Wire.Stream(events)));
        Assert.Equal(Wire.Lines(events.Skip(1).Where(e => e.Kind != ChatEventKind.Logprobs)), Wire.Lines(again.Skip(1).Where(e => e.Kind != ChatEventKind.Logprobs)));
    }

    [Fact]
    public void Whatever_comes_in_whatever_order_clients_can_follow_it_and_lose_nothing() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 2], Gen.String[Gen.Char["ab{}\""], 0, 3]).Array[0, 40].Sample(picks =>
        {
            var events = new List<ChatEvent> { Start };
            var (calls, whole) = (0, new string[3]);
            foreach (var (kind, which, text) in picks)
            {
                if (kind is 0 or 1)
                {
                    events.Add(Call(calls, $"c{calls}", "f"));
                    calls++;
                }
                else if (kind is 2 or 3 or 4)
                {
                    // No maker goes on after the brace that closes its arguments.
                    if (calls <= which || IsObject(whole[which]))
                        continue;
                    whole[which] += text;
                    events.Add(Arguments(which, text));
                }
                else
                {
                    events.Add(kind switch
                    {
                        5 => Text(text),
                        6 => Piece(ChatEventKind.Reasoning, text),
                        7 => Piece(ChatEventKind.Refusal, text),
                        8 => new(ChatEventKind.RedactedReasoning) { Text = text, Maker = Dialect.Bedrock },
                        _ => new(ChatEventKind.ReasoningSignature) { Text = text, Maker = Dialect.Anthropic },
                    });
                }
            }
            events.AddRange([Finish(FinishReason.Stop), End]);
            var output = Snapshot.Of(Wire.Stream(events)).Final.GetProperty("output");
            var parts = Wire.Answer($$"""{"output":{{output.GetRawText()}}}""")!.Choices[0].Parts;
            Assert.Equal(Sum(events, ChatEventKind.Text), string.Concat(parts.OfType<TextPart>().Select(part => part.Text)));
            Assert.Equal(Sum(events, ChatEventKind.Refusal), string.Concat(parts.OfType<RefusalPart>().Select(part => part.Text)));
            Assert.Equal(Sum(events, ChatEventKind.Reasoning), string.Concat(parts.OfType<ReasoningPart>().Select(part => part.Text)));
            var made = parts.OfType<ToolCallPart>().ToArray();
            Assert.Equal(events.Count(e => e.Kind == ChatEventKind.ToolCall), made.Length);
            for (var i = 0; i < made.Length; i++)
            {
                var arguments = string.Concat(events.Where(e => e.Kind == ChatEventKind.ToolArguments && e.Call == i).Select(e => e.Text));
                Assert.Equal(($"c{i}", arguments.Length > 0 ? arguments : "{}"), (made[i].Id, made[i].Arguments));
            }
        }, iter: 2000);

    private static bool IsObject(string? json)
    {
        try
        {
            return json is { Length: > 0 } && JsonElement.Parse(json).ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Sum(List<ChatEvent> events, ChatEventKind kind) => string.Concat(events.Where(e => e.Kind == kind).Select(e => e.Text));

    private static ChatEvent Text(string text) => Piece(ChatEventKind.Text, text);

    private static ChatEvent Piece(ChatEventKind kind, string text) => ChatEvent.Piece(kind, text);

    private static ChatEvent Call(int number, string id, string name) => new(ChatEventKind.ToolCall) { Call = number, Id = id, Name = name };

    private static ChatEvent Arguments(int number, string text) => ChatEvent.Piece(ChatEventKind.ToolArguments, text, call: number);

    private static ChatEvent Finish(FinishReason finish) => new(ChatEventKind.Finish) { Finish = finish };

    private static string?[] Types(params ChatEvent[] events) =>
        [.. Snapshot.Of(Wire.Stream(events)).Final.GetProperty("output").EnumerateArray().Select(item => item.GetProperty("type").GetString())];
}
