using System.Text.Json;
using AiGateway.Core.Dialects;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects;

/// <summary>What is said in one dialect and passed on in another is what was said. Every codec that is registered is paired with every other.</summary>
public sealed class PairTests
{
    private const int Samples = 200;

    /// <summary>Bedrock has no clients of its own: it is written to and read from, never the other way.</summary>
    private static readonly IReadOnlyList<IChatCodec> Clients = [.. Codecs.All.Where(static codec => codec.Dialect != Dialect.Bedrock)];

    public static TheoryData<Dialect, Dialect> Pairs
    {
        get
        {
            var pairs = new TheoryData<Dialect, Dialect>();
            foreach (var one in Clients)
            {
                foreach (var other in Clients)
                    pairs.Add(one.Dialect, other.Dialect);
            }
            return pairs;
        }
    }

    public static TheoryData<Dialect, Dialect> Targets
    {
        get
        {
            var targets = new TheoryData<Dialect, Dialect>();
            foreach (var one in Clients)
            {
                foreach (var other in Codecs.All)
                    targets.Add(one.Dialect, other.Dialect);
            }
            return targets;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_whole_answer_is_the_same_after_two_dialects(Dialect one, Dialect other) => ChatGen.Answer.Sample(
        answer =>
        {
            var passed = Through(other, Through(one, answer));
            SameAnswer(answer, passed, CountsThoughts(one) && CountsThoughts(other));
        },
        iter: Samples);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_streamed_answer_is_the_same_after_two_dialects(Dialect one, Dialect other) => Gen.Select(ChatGen.Answer, Gen.Int).Sample(
        (answer, seed) =>
        {
            var passed = JoinedStream.Of(Streamed(other, Streamed(one, ChatGen.Events(answer, new Random(seed)))));
            Assert.True(passed.Ended);
            SameAnswer(answer, passed.Answer, CountsThoughts(one) && CountsThoughts(other));
        },
        iter: Samples);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_stream_cut_short_never_ends_after_two_dialects(Dialect one, Dialect other) => Gen.Select(ChatGen.Answer, Gen.Int, Gen.Int[0, 100]).Sample(
        (answer, seed, percent) =>
        {
            var events = ChatGen.Events(answer, new Random(seed));
            var untilFinish = events.FindIndex(static next => next.Kind == ChatEventKind.Finish);
            var passed = JoinedStream.Of(Streamed(other, Streamed(one, events[..(untilFinish * percent / 100)])));
            Assert.False(passed.Ended);
        },
        iter: Samples);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_request_is_the_same_after_two_dialects(Dialect one, Dialect other) => ChatGen.Request.Sample(
        request =>
        {
            var said = HasStop(one) && HasStop(other) ? request : request with { Stop = [] };
            var passed = Through(other, Through(one, said));
            Assert.Equal(Conversation(said), Conversation(passed));
            Assert.Equal(said.Tools.Select(static tool => (tool.Name, tool.Description)), passed.Tools.Select(static tool => (tool.Name, tool.Description)));
            Assert.All(passed.Tools, tool => Assert.True(JsonElement.DeepEquals(said.Tools[0].Parameters!.Value, tool.Parameters!.Value)));
            if (said.ToolChoice is { Mode: not ToolChoiceMode.Auto })
                Assert.Equal(said.ToolChoice, passed.ToolChoice);
            if (said.MaxOutputTokens is not null)
                Assert.Equal(said.MaxOutputTokens, passed.MaxOutputTokens);
            Assert.Equal(said.Stop, passed.Stop);
        },
        iter: Samples);

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_request_of_every_dialect_can_be_put_to_every_provider(Dialect one, Dialect other) => ChatGen.Request.Sample(
        request =>
        {
            var said = HasStop(one) && HasStop(other) ? request : request with { Stop = [] };
            var omissions = new Omissions(Codecs.Of(one), "the target", strict: false);
            var read = Through(one, said);
            var written = Codecs.Of(other).WriteRequest(read, omissions: omissions);
            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(written).ValueKind);
            var hints = read.Unknown.Where(static field => field.IsHint).Select(static field => field.Path);
            // Converse has no word for calling nothing; where an earlier turn holds calls it cannot go without the tools either.
            var leftOut = other == Dialect.Bedrock && said.ToolChoice is { Mode: ToolChoiceMode.None }
                ? omissions.Fields.Where(field => field != Codecs.Of(one).NameOf(RequestField.ToolChoice))
                : omissions.Fields;
            Assert.Equal(hints.Order(StringComparer.Ordinal), leftOut.Order(StringComparer.Ordinal));
        },
        iter: Samples);

    private static bool HasStop(Dialect dialect) => dialect != Dialect.OpenAiResponses;

    private static bool CountsThoughts(Dialect dialect) => dialect != Dialect.Anthropic;

    private static ChatAnswer Through(Dialect dialect, ChatAnswer answer)
    {
        var codec = Codecs.Of(dialect);
        var read = codec.ReadAnswer(codec.WriteAnswer(answer));
        Assert.NotNull(read);
        return read;
    }

    private static List<ChatEvent> Streamed(Dialect dialect, List<ChatEvent> events)
    {
        var codec = Codecs.Of(dialect);
        var read = codec.ReadStream(codec.WriteStream(events));
        Assert.NotNull(read);
        return read;
    }

    private static ChatRequest Through(Dialect dialect, ChatRequest request)
    {
        var codec = Codecs.Of(dialect);
        return codec.ReadRequest(codec.WriteRequest(request));
    }

    private static void SameAnswer(ChatAnswer expected, ChatAnswer actual, bool countsThoughts)
    {
        var (said, passed) = (Assert.Single(expected.Choices), Assert.Single(actual.Choices));
        Assert.Equal(Joined<TextPart>(said, static part => part.Text), Joined<TextPart>(passed, static part => part.Text));
        Assert.Equal(Joined<ReasoningPart>(said, static part => part.Text), Joined<ReasoningPart>(passed, static part => part.Text));
        Assert.Equal(said.Parts.OfType<ToolCallPart>().Select(Plain), passed.Parts.OfType<ToolCallPart>().Select(Plain));
        Assert.Equal(said.Finish, passed.Finish);
        var (counted, told) = (expected.Usage!, actual.Usage!);
        Assert.Equal((counted.Prompt, counted.Completion, counted.Cached), (told.Prompt, told.Completion, told.Cached));
        if (countsThoughts)
            Assert.Equal(counted.Reasoning, told.Reasoning);
    }

    private static string Joined<T>(ChatChoice choice, Func<T, string> text) => string.Concat(choice.Parts.OfType<T>().Select(text));

    private static (string, string, string) Plain(ToolCallPart call) => (call.Id, call.Name, Compact(call.Arguments));

    private static string Compact(string json) => JsonSerializer.Serialize(JsonElement.Parse(json));

    /// <summary>One line for each thing said, turns of one speaker joined. Calls are numbered: some dialects know results by their order or name.</summary>
    private static List<string> Conversation(ChatRequest request)
    {
        var lines = new List<string>();
        var numbers = new Dictionary<string, int>();
        ChatRole? speaker = null;
        foreach (var message in request.Messages)
        {
            if (message.Role != speaker)
                lines.Add(message.Role.ToString());
            speaker = message.Role;
            foreach (var part in message.Parts)
            {
                lines.Add(part switch
                {
                    TextPart text => "text " + text.Text,
                    ImagePart { Source: MediaSource.Base64 image } => $"image {image.MediaType} {image.Data}",
                    ToolCallPart call => $"call {Number(call.Id)} {call.Name} {Compact(call.Arguments)}",
                    ToolResultPart result => $"result {Number(result.CallId)} {result.Name} " + string.Concat(result.Content.OfType<TextPart>().Select(static text => text.Text)),
                    _ => part.ToString(),
                });
            }
        }
        return lines;

        int Number(string id) => numbers.TryGetValue(id, out var number) ? number : numbers[id] = numbers.Count;
    }
}
