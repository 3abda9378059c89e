using System.Text.Json;
using System.Text.RegularExpressions;
using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

public sealed class RequestWriteTests
{
    private static readonly MediaSource _png = new MediaSource.Base64("image/png", "AA==");

    [Fact]
    public void Systems_are_hoisted_and_turns_merged_with_results_first() => Assert.Equal(
        """{"system":[{"text":"a"},{"text":"b"}],"messages":[{"role":"user","content":[{"text":"1"},{"text":"2"}]},"""
        + """{"role":"assistant","content":[{"text":"no"},{"toolUse":{"toolUseId":"x","name":"f","input":{}}}]},"""
        + """{"role":"user","content":[{"toolResult":{"toolUseId":"x","content":[{"text":"r"}]}},{"text":"3"}]}]"""
        + ""","toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object"}}}}]}}""",
        Converse.Written(Converse.Said(
            new ChatMessage(ChatRole.System, [new TextPart("a")]),
            Converse.User(new TextPart("1")),
            new ChatMessage(ChatRole.Developer, [new TextPart("b"), new TextPart(" ")]),
            Converse.User(new TextPart("2"), new TextPart("")),
            Converse.Model(new RefusalPart("no"), new ReasoningPart("unsigned"), new ReasoningPart("foreign") { Signature = new(Dialect.Anthropic, "s") }),
            Converse.Model(new ToolCallPart("x", "f", "")),
            Converse.User(new TextPart("3")),
            Converse.User(new ToolResultPart("x", "f", [new TextPart("r"), new TextPart("")])))).Json);

    [Theory]
    [InlineData("image/jpg", "jpeg")]
    [InlineData("IMAGE/WEBP; q=1", "webp")]
    [InlineData("image/gif", "gif")]
    public void Images_have_formats(string type, string format) => Assert.Contains(
        $$$$"""{"image":{"format":"{{{{format}}}}","source":{"bytes":"AA=="}}}""",
        Converse.Written(Converse.Said(Converse.User(new ImagePart(new MediaSource.Base64(type, "AA=="))))).Json, StringComparison.Ordinal);

    [Fact]
    public void Documents_have_names_that_are_allowed_and_differ()
    {
        var pdf = new MediaSource.Base64("application/pdf", "AA==");
        var json = Converse.Written(Converse.Said(Converse.User(
            new DocumentPart(pdf, "a_report..2024  (v1).pdf"), new DocumentPart(pdf, null), new DocumentPart(pdf, "报告"),
            new DocumentPart(new MediaSource.Text("hé"), "notes"), new DocumentPart(new MediaSource.Base64("application/octet-stream", "AA=="), "t.xlsx")))).Json;
        using var document = JsonDocument.Parse(json);
        var documents = document.RootElement.GetProperty("messages")[0].GetProperty("content").EnumerateArray().Select(block => block.GetProperty("document")).ToList();
        Assert.Equal(["a-report-2024 (v1)-pdf", "Document", "Document (2)", "notes", "t-xlsx"], documents.Select(part => part.GetProperty("name").GetString()));
        Assert.Equal(["pdf", "pdf", "pdf", "txt", "xlsx"], documents.Select(part => part.GetProperty("format").GetString()));
        Assert.Equal("aMOp", documents[3].GetProperty("source").GetProperty("bytes").GetString());
    }

    public static TheoryData<ContentPart> Inexpressible { get; } = new TheoryData<ContentPart>
    {
        new ImagePart(new MediaSource.Url("https://example.com/a.png")),
        new ImagePart(new MediaSource.FileId("file-1")),
        new ImagePart(new MediaSource.Base64("image/bmp", "AA==")),
        new AudioPart(new MediaSource.Base64("audio/midi", "AA==")),
        new DocumentPart(new MediaSource.Url("https://example.com/a.pdf"), null),
        new DocumentPart(new MediaSource.Base64("application/zip", "AA=="), "a.zip"),
        new ToolResultPart("x", null, [new AudioPart(new MediaSource.Base64("audio/wav", "AA=="))]),
    };

    [Theory]
    [MemberData(nameof(Inexpressible))]
    public void What_cannot_be_said_is_refused_by_its_path(ContentPart part)
    {
        var refused = Assert.Throws<DialectException>(() => Converse.Written(Converse.Said(Converse.User(part with { Path = "messages[0].content[0]" }))));
        Assert.Equal(("messages[0].content[0]", "unsupported_parameter"), (refused.Field, refused.Code));
    }

    [Fact]
    public void An_image_of_the_systems_is_refused() => Assert.Equal("messages[0].content[0]", Assert.Throws<DialectException>(() =>
        Converse.Written(Converse.Said(new ChatMessage(ChatRole.System, [new ImagePart(_png) { Path = "messages[0].content[0]" }])))).Field);

    public static TheoryData<string, ChatRequest> Refused { get; } = new()
    {
        { "additionalModelRequestFields.n", Converse.Hello with { N = 2 } },
        { "additionalModelRequestFields.logprobs", Converse.Hello with { Logprobs = true } },
        { "additionalModelRequestFields.top_logprobs", Converse.Hello with { TopLogprobs = 3 } },
        { "additionalModelRequestFields.frequency_penalty", Converse.Hello with { FrequencyPenalty = 0.5 } },
        { "additionalModelRequestFields.presence_penalty", Converse.Hello with { PresencePenalty = -1 } },
        { "outputConfig.textFormat", Converse.Hello with { Format = new(OutputFormatKind.JsonObject) } },
        { "logit_bias", Converse.Hello with { Unknown = [new("logit_bias", default, false)] } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_would_change_the_answer_is_refused(string field, ChatRequest request) =>
        Assert.Equal(field, Assert.Throws<DialectException>(() => Converse.Written(request)).Field);

    [Fact]
    public void Hints_are_left_out_and_named()
    {
        var (json, omitted) = Converse.Written(Converse.Hello with
        {
            N = 1, FrequencyPenalty = 0, TopLogprobs = 0, Format = new(OutputFormatKind.Text), Seed = 1, User = "u", Verbosity = "low", CacheKey = "k", ServiceTier = "scale",
            Metadata = JsonElement.Parse("""{"a":1}"""), Unknown = [new("store", default, true)],
            Messages = [Converse.User(new TextPart("Hi")) with { Name = "bob" }],
        });
        Assert.Equal("""{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}""", json);
        Assert.Equal(
            ["store", "additionalModelRequestFields.seed", "additionalModelRequestFields.user", "additionalModelRequestFields.verbosity",
                "additionalModelRequestFields.prompt_cache_key", "messages.name", "requestMetadata", "serviceTier"],
            omitted);
    }

    [Fact]
    public void The_cap_of_the_operator_counts()
    {
        Assert.Contains("\"maxTokens\":10}", Converse.Written(Converse.Hello, cap: 10).Json, StringComparison.Ordinal);
        Assert.Contains("\"maxTokens\":10}", Converse.Written(Converse.Hello with { MaxOutputTokens = 20 }, cap: 10).Json, StringComparison.Ordinal);
        Assert.Contains("\"maxTokens\":5}", Converse.Written(Converse.Hello with { MaxOutputTokens = 5 }, cap: 10).Json, StringComparison.Ordinal);
        Assert.DoesNotContain("inferenceConfig", Converse.Written(Converse.Hello).Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Converse.Claude, 2)]
    [InlineData(Converse.Nova, 1)]
    [InlineData(Converse.Llama, 0)]
    public void Marks_for_caching_are_set_where_models_take_them(string model, int points)
    {
        var mark = JsonElement.Parse("""{"type":"ephemeral"}""");
        var json = Converse.Written(
            Converse.Said(Converse.User(new TextPart("Hi") { CacheControl = mark })) with { Tools = [new("f", null, null) { CacheControl = mark }] }, model).Json;
        Assert.Equal(points, json.Split("""{"cachePoint":{"type":"default"}}""").Length - 1);
    }

    [Fact]
    public void Ids_of_calls_are_made_to_fit_and_still_match()
    {
        var json = Converse.Written(Converse.Said(
            Converse.Model(new ToolCallPart("functions.f:0", "f", "{}")), Converse.User(new ToolResultPart("functions.f:0", "f", [])))).Json;
        Assert.Single(Regex.Matches(json, "\"toolUseId\":\"(functions_f_0_[0-9a-f]{8})\"").Select(match => match.Value).Distinct());
        Assert.Equal(2, Regex.Count(json, "functions_f_0_"));
        var other = Converse.Written(Converse.Said(Converse.Model(new ToolCallPart(new string('x', 65), "f", "{}")))).Json;
        Assert.Matches("\"toolUseId\":\"x{55}_[0-9a-f]{8}\"", other);
    }

    [Fact]
    public void Arguments_that_are_no_object_are_wrapped() => Assert.Contains(
        ""","input":{"input":"{broken"}""",
        Converse.Written(Converse.Said(Converse.Model(new ToolCallPart("x", "f", "{broken")))).Json, StringComparison.Ordinal);
}
