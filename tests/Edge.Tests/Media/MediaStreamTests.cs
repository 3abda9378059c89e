using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Media;

/// <summary>Streams of images, transcripts and speech.</summary>
public sealed class MediaStreamTests : IDisposable
{
    private readonly TestGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    private static string Partial(string image = "aGk=") => $$"""{"type":"image_generation.partial_image","b64_json":"{{image}}","partial_image_index":0}""";

    private static string Whole { get; } = $$$"""{"type":"image_generation.completed","b64_json":"aGk=","usage":{{{MediaGateway.Usage(50, 4160)}}}}""";

    private static string SpeechDone { get; } = $$$"""{"type":"speech.audio.done","usage":{{{MediaGateway.Usage(14, 101)}}}}""";

    private static string TextDone { get; } = $$$"""{"type":"transcript.text.done","text":"Hi","usage":{"type":"tokens",{{{MediaGateway.Usage(14, 3)[1..]}}}}""";

    public static TheoryData<string, string, string[], bool, string> Streams => new()
    {
        { nameof(Operation.Images), """{"model":"chat","prompt":"a cat","stream":true,"partial_images":1}""", [Partial(), Whole], false, "50+4160" },
        { nameof(Operation.Speech), """{"model":"chat","input":"hi","voice":"alloy","stream_format":"sse"}""", ["""{"type":"speech.audio.delta","audio":"aGk="}""", SpeechDone], true, "14+101" },
        { nameof(Operation.Transcriptions), "", ["""{"type":"transcript.text.delta","delta":"Hi"}""", """{"type":"transcript.text.segment","id":"s","text":"Hi"}""", TextDone], true, "14+3" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Events_come_through_as_they_are_and_end_with_the_one_that_says_so(string operation, string request, string[] events, bool done, string tokens)
    {
        var stream = MediaGateway.Sse(events) + (done ? "data: [DONE]\n\n" : "");
        _gateway.Provider.Answers(200, stream, "text/event-stream");

        var caller = await Ask(operation, request);

        Assert.Equal((200, "text/event-stream; charset=utf-8", stream), (caller.Response.StatusCode, caller.Response.ContentType, caller.Received));
        var record = Assert.Single(_gateway.Records);
        Assert.Equal((CallOutcome.Ok, tokens, true), (record.Outcome, $"{record.Tokens.Prompt}+{record.Tokens.Completion}", record.Streamed));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_cut_after_any_event_but_the_last_is_a_failure(string operation, string request, string[] events, bool done, string tokens)
    {
        for (var count = 0; count < events.Length; count++)
        {
            foreach (var clean in new[] { true, false })
            {
                using var gateway = new TestGateway();
                var cut = MediaGateway.Sse(events[..count]);
                if (clean)
                    gateway.Provider.Answers(200, cut + (done ? "data: [DONE]\n\n" : ""), "text/event-stream");
                else
                    gateway.Provider.Answers(MediaGateway.Torn(cut + "event: x\ndata: {\"type\":"));
                gateway.Provider.Answers(200, MediaGateway.Sse(events), "text/event-stream");

                var caller = await Ask(operation, request, gateway);

                // Up to the first piece somebody else can take over.
                Assert.Equal(count > 0, caller.CutOff);
                Assert.Equal(count > 0 ? CallOutcome.Interrupted : CallOutcome.Ok, Assert.Single(gateway.Records).Outcome);
                Assert.StartsWith(count > 0 ? cut + "data: {\"error\":" : MediaGateway.Sse(events), caller.Received, StringComparison.Ordinal);
                Assert.Contains('+', tokens);
            }
        }
    }

    [Fact]
    public async Task An_error_in_a_stream_is_a_failure()
    {
        _gateway.Provider.Answers(200, "event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"boom\",\"type\":\"server_error\"}}\n\n", "text/event-stream")
            .Answers(200, MediaGateway.Sse(Whole), "text/event-stream");

        var caller = await Ask(nameof(Operation.Images), """{"model":"chat","prompt":"a cat","stream":true}""");

        Assert.Equal(("2", MediaGateway.Sse(Whole)), (caller.Response.Headers["x-aigateway-attempts"].ToString(), caller.Received));
    }

    [Fact]
    public async Task An_image_of_megabytes_comes_through()
    {
        var stream = MediaGateway.Sse(Partial(new string('A', 6_000_000)), Whole);
        _gateway.Provider.Answers(200, stream, "text/event-stream");

        var caller = await Ask(nameof(Operation.Images), """{"model":"chat","prompt":"a cat","stream":true}""");

        Assert.True(stream == caller.Received);
    }

    [Fact]
    public async Task Of_several_images_each_has_its_last_event()
    {
        var stream = MediaGateway.Sse(Whole, Partial(), Whole);
        _gateway.Provider.Answers(200, stream, "text/event-stream");

        var caller = await Ask(nameof(Operation.Images), """{"model":"chat","prompt":"a cat","stream":true,"n":2}""");

        Assert.Equal((stream, false), (caller.Received, caller.CutOff));
    }

    [Fact]
    public async Task Events_nobody_knows_pass_and_are_no_content()
    {
        var stream = MediaGateway.Sse("""{"type":"image_generation.queued"}""", Whole);
        _gateway.Provider.Answers(200, MediaGateway.Sse("""{"type":"image_generation.queued"}"""), "text/event-stream").Answers(200, stream, "text/event-stream");

        Assert.Equal(stream, (await Ask(nameof(Operation.Images), """{"model":"chat","prompt":"a cat","stream":true}""")).Received);
    }

    private Task<Caller> Ask(string operation, string request, TestGateway? gateway = null) => operation == nameof(Operation.Transcriptions)
        ? (gateway ?? _gateway).Send(Operation.Transcriptions, FormText.Of(FormText.File(), FormText.Field("model", "chat"), FormText.Field("stream", "true")))
        : (gateway ?? _gateway).Ask(operation, request);
}
