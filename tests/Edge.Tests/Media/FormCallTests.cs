using AiGateway.Core.Usage;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Hosting;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Media;

/// <summary>Calls that come as forms.</summary>
public sealed class FormCallTests : IDisposable
{
    private const string Heard = """{"text":"hello","usage":{"type":"duration","seconds":2}}""";

    private TestGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    public static TheoryData<string> Orders =>
    [
        FormText.Of(FormText.File(), FormText.Field("model", "chat"), FormText.Field("language", "de"), FormText.Field("timestamp_granularities[]", "word")),
        FormText.Of(FormText.Field("model", "chat"), FormText.Field("temperature", "0"), FormText.File()),
        FormText.Of(FormText.Field("timestamp_granularities[]", "word"), FormText.Field("timestamp_granularities[]", "segment"), FormText.Field("model", "chat"), FormText.File()),
        FormText.Of(FormText.File(fileName: "späte %22Aufnahme%22.wav"), FormText.Field("prompt", "Größe\r\n--not a boundary"), FormText.Field("model", "chat")),
        FormText.Of(FormText.File(new string('x', 300_000)), FormText.Field("model", "chat")),
        FormText.Of(FormText.Field("known_speaker_references[]", "data:audio/wav;base64," + new string('A', 200_000)), FormText.File(), FormText.Field("model", "chat")),
        "preamble\r\n" + FormText.Of(FormText.File(""), FormText.Field("model", "chat")) + "epilogue",
    ];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task The_same_parts_reach_the_provider_in_their_order_but_for_the_models_name(string form)
    {
        _gateway.Provider.Answers(200, Heard);

        var caller = await _gateway.Send(Operation.Transcriptions, form);

        Assert.Equal((200, Heard), (caller.Response.StatusCode, caller.Received));
        var sent = Assert.Single(_gateway.Provider.Requests);
        Assert.Equal("http://p/v1/audio/transcriptions", sent.Address.ToString());
        var expected = form.Replace("\r\n\r\nchat\r\n", "\r\n\r\ngpt\r\n", StringComparison.Ordinal).Replace("preamble\r\n", "", StringComparison.Ordinal).Replace("epilogue", "", StringComparison.Ordinal);
        Assert.True(expected == FormText.Normal(sent.Body), sent.Body[..Math.Min(2_000, sent.Body.Length)]);
        var record = Assert.Single(_gateway.Records);
        Assert.Equal((CallOutcome.Ok, 0L, true, "audio.transcriptions"), (record.Outcome, record.Tokens.Total, record.Tokens.Estimated, record.Operation));
        Assert.Equal((0L, 0L), (_gateway.Read.BufferedBytes, _gateway.Read.SpooledBytes));
    }

    [Fact]
    public async Task The_figures_of_a_transcript_count()
    {
        _gateway.Provider.Answers(200, """{"text":"hello","usage":{"type":"tokens","input_tokens":14,"output_tokens":45,"total_tokens":59}}""");

        await _gateway.Send(Operation.Transcriptions, FormText.Of(FormText.File(), FormText.Field("model", "chat")));

        Assert.Equal(new TokenUsage(14, 45, 0, 0, false), Assert.Single(_gateway.Records).Tokens);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(400_000)]
    public async Task A_failed_attempt_is_repeated_with_another_key(int fileBytes)
    {
        _gateway.Provider.Answers(429, """{"error":{"message":"slow down","type":"requests","code":"rate_limit_exceeded"}}""").Answers(200, Heard);

        var caller = await _gateway.Send(Operation.Transcriptions, FormText.Of(FormText.File(new string('x', fileBytes)), FormText.Field("model", "chat")));

        Assert.Equal(200, caller.Response.StatusCode);
        var (first, second) = (_gateway.Provider.Requests[0], _gateway.Provider.Requests[1]);
        Assert.Equal(("Bearer CANARY-ONE", "Bearer CANARY-TWO"), (first.Authorization, second.Authorization));
        Assert.True(FormText.Normal(first.Body) == FormText.Normal(second.Body));
        Assert.NotEqual(first.Body, second.Body);
        Assert.Equal((2, 0L), (Assert.Single(_gateway.Records).Attempts, _gateway.Read.SpooledBytes));
    }

    [Theory]
    [InlineData("text", "text/plain; charset=utf-8", "Hello.\n")]
    [InlineData("srt", "application/x-subrip", "1\n00:00:00,000 --> 00:00:01,000\nHello.\n")]
    [InlineData("vtt", "text/vtt", "WEBVTT\n")]
    [InlineData("text", "text/plain", "")]
    public async Task Text_that_is_no_json_comes_through_as_it_is(string format, string contentType, string text)
    {
        _gateway.Provider.Answers(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), contentType.Split(';')[0]);

        var caller = await _gateway.Send(Operation.Translations, FormText.Of(FormText.File(), FormText.Field("model", "chat"), FormText.Field("response_format", format)));

        Assert.Equal((200, contentType.Split(';')[0], text), (caller.Response.StatusCode, caller.Response.ContentType, caller.Received));
        Assert.Equal(CallOutcome.Ok, Assert.Single(_gateway.Records).Outcome);
    }

    [Fact]
    public async Task Edits_and_variations_of_images_come_as_forms_too()
    {
        const string image = """{"created":1,"data":[{"b64_json":"aGk="}]}""";
        _gateway.Provider.Answers(200, image).Answers(200, image);
        var picture = FormText.File("PNG", "image[]", "a.png", "image/png");

        var edit = await _gateway.Send(Operation.ImageEdits, FormText.Of(picture, picture, FormText.Field("prompt", "hello"), FormText.Field("model", "chat"), FormText.Field("n", "2")));
        var variation = await _gateway.Send(Operation.ImageVariations, FormText.Of(FormText.File("PNG", "image", "a.png", "image/png"), FormText.Field("model", "chat")));

        Assert.Equal((200, 200), (edit.Response.StatusCode, variation.Response.StatusCode));
        Assert.Equal(["http://p/v1/images/edits", "http://p/v1/images/variations"], _gateway.Provider.Requests.Select(sent => sent.Address.ToString()));
        Assert.Equal([1L, 0L], _gateway.Records.Select(record => record.Tokens.Prompt));
    }

    [Fact]
    public async Task The_model_may_stand_in_the_path_alone()
    {
        _gateway.Provider.Answers(200, Heard);

        var caller = await _gateway.Send(Operation.Transcriptions, FormText.Of(FormText.File()), path: new PathModel("chat"));

        Assert.Equal(200, caller.Response.StatusCode);
        Assert.Equal(FormText.Of(FormText.Field("model", "gpt"), FormText.File()), FormText.Normal(Assert.Single(_gateway.Provider.Requests).Body));
    }

    [Fact]
    public async Task A_name_in_which_two_readers_would_see_two_fields_is_written_anew()
    {
        _gateway.Provider.Answers(200, Heard);
        var sly = "Content-Disposition: form-data; name=\"x\\\"; name=\\\"model\"\r\nX-Other: y\r\n\r\nother";

        await _gateway.Send(Operation.Transcriptions, FormText.Of(FormText.File(), FormText.Field("model", "chat"), sly));

        var sent = Assert.Single(_gateway.Provider.Requests).Body;
        Assert.Contains("name=\"x%22; name=%22model\"\r\n\r\nother", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Other", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_as_forms_count_against_the_callers_limits()
    {
        _gateway.Dispose();
        _gateway = new TestGateway(TestGateway.TwoKeys.Replace("models: [ \"*\" ]", "models: [ \"*\" ], limits: { requestsPerMinute: 1 }", StringComparison.Ordinal));
        _gateway.Provider.Answers(200, Heard);
        var form = FormText.Of(FormText.File(), FormText.Field("model", "chat"));

        var (first, second) = (await _gateway.Send(Operation.Transcriptions, form), await _gateway.Send(Operation.Transcriptions, form));

        Assert.Equal((200, 429), (first.Response.StatusCode, second.Response.StatusCode));
    }

    public static TheoryData<string, string, int, string> Bad => new()
    {
        { FormText.Of(FormText.File()), FormText.ContentType, 400, "'model'" },
        { FormText.Of(FormText.Field("model", "chat")), FormText.ContentType, 400, "'file'" },
        { FormText.Of(FormText.Field("model", "chat"), FormText.Field("file", "text")), FormText.ContentType, 400, "'file'" },
        { FormText.Of(FormText.Field("model", ""), FormText.File()), FormText.ContentType, 400, "'model'" },
        { FormText.Of(FormText.Field("model", "chat"), FormText.File(), FormText.Field("model", "other")), FormText.ContentType, 400, "duplicate_parameter" },
        { FormText.Of(FormText.File(name: "model"), FormText.File()), FormText.ContentType, 400, "a file instead" },
        { FormText.Of(FormText.Field("model", "chat"), FormText.File(), FormText.Field("stream", "yes")), FormText.ContentType, 400, "'stream'" },
        { FormText.Of(FormText.File(), "Content-Disposition: form-data\r\n\r\nchat"), FormText.ContentType, 400, "part 2 has no name" },
        { FormText.Of(FormText.File(), "Content-Type: text/plain\r\n\r\nchat"), FormText.ContentType, 400, "part 2 has no name" },
        { FormText.Of(FormText.File(), "no colon here\r\n\r\nchat"), FormText.ContentType, 400, "headers of a part" },
        { FormText.Of(FormText.File(), $"A: {new string('x', 20_000)}\r\n\r\nchat"), FormText.ContentType, 400, "headers of a part" },
        { FormText.Of(FormText.File(), FormText.Field("model", "chat"))[..^8], FormText.ContentType, 400, "ends before its last boundary" },
        { FormText.Of(FormText.File(), FormText.Field("model", "chat"))[..120], FormText.ContentType, 400, "ends before its last boundary" },
        { "", FormText.ContentType, 400, "ends before its last boundary" },
        { "{}", FormText.ContentType, 400, "ends before its last boundary" },
        { FormText.Of(FormText.File()), "multipart/form-data", 400, "names no boundary" },
        { FormText.Of(FormText.File()), "multipart/form-data; boundary=", 400, "names no boundary" },
        { FormText.Of(FormText.File()), $"multipart/form-data; boundary={new string('b', 71)}", 400, "names no boundary" },
        { FormText.Of(FormText.File()), "multipart/form-data; boundary=other", 400, "ends before its last boundary" },
        { FormText.Of(FormText.File()), "application/json", 415, "multipart/form-data" },
        { FormText.Of(FormText.File(), FormText.Field("prompt", new string('x', 64 * 1024 + 1))), FormText.ContentType, 400, "'prompt'" },
        { FormText.Of([.. Enumerable.Repeat(FormText.Field("x", "y"), 129)]), FormText.ContentType, 400, "at most 128" },
        { FormText.Of(FormText.File(new string('x', 1_000_001))), FormText.ContentType, 413, "1000000 bytes" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_form_that_is_wrong_is_refused_by_what_is_wrong_with_it(string form, string contentType, int status, string says)
    {
        _gateway.Dispose();
        _gateway = new TestGateway(settings: new GatewaySettings { MaxFileBytes = 1_000_000 });

        foreach (var announced in new[] { true, false })
        {
            using var caller = new Caller(form, TestCatalog.ConsumerKey);
            caller.Http.Request.ContentType = contentType;
            if (!announced)
                caller.Http.Request.ContentLength = null;
            await _gateway.Run(caller, Operation.Transcriptions);

            Assert.Equal(status, caller.Response.StatusCode);
            Assert.Contains(says, caller.Received, StringComparison.Ordinal);
        }
        Assert.Empty(_gateway.Provider.Requests);
        Assert.Equal((0L, 0L), (_gateway.Read.BufferedBytes, _gateway.Read.SpooledBytes));
    }

    [Fact]
    public async Task A_form_too_many_is_asked_to_come_back()
    {
        _gateway.Dispose();
        _gateway = new TestGateway(settings: new GatewaySettings { MaxSpooledBytes = 1024 * 1024 });
        var form = FormText.Of(FormText.File(new string('x', 700_000)), FormText.Field("model", "chat"));
        var answer = new TaskCompletionSource();
        _gateway.Provider.Before = _ => answer.Task;
        _gateway.Provider.Answers(200, Heard);

        var first = _gateway.Send(Operation.Transcriptions, form);
        await Eventually.Holds(() => _gateway.Provider.Requests.Count == 1);
        var second = await _gateway.Send(Operation.Transcriptions, form);
        answer.SetResult();

        Assert.Equal((200, 503), ((await first).Response.StatusCode, second.Response.StatusCode));
        Assert.Equal(0, _gateway.Read.SpooledBytes);
    }
}
