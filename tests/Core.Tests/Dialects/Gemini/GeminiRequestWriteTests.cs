using System.Text.Json;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Gemini;

namespace AiGateway.Core.Tests.Dialects.Gemini;

public sealed class GeminiRequestWriteTests
{
    private static readonly ChatMessage Hi = GeminiBench.User(new TextPart("Hi"));
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object"}""");

    [Fact]
    public void A_plain_request_is_turns_and_settings() => Assert.Equal(
        """{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"generationConfig":{}}""",
        GeminiBench.Write(GeminiBench.Request(Hi)));

    [Fact]
    public void System_texts_are_hoisted_and_turns_of_one_speaker_merged()
    {
        var request = GeminiBench.Request(
            new ChatMessage(ChatRole.System, [new TextPart("a")]), Hi, GeminiBench.User(new TextPart("there")),
            new ChatMessage(ChatRole.Developer, [new TextPart("b")]), GeminiBench.Assistant(new TextPart("c"), new RefusalPart("d")));

        Assert.Equal("""{"parts":[{"text":"a"},{"text":"b"}]}""", GeminiBench.Written(request, "systemInstruction"));
        Assert.Equal(
            """[{"role":"user","parts":[{"text":"Hi"},{"text":"there"}]},{"role":"model","parts":[{"text":"c"},{"text":"d"}]}]""",
            GeminiBench.Written(request, "contents"));
    }

    [Fact]
    public void A_system_that_speaks_alone_is_answered_as_a_user()
    {
        var request = GeminiBench.Request(new ChatMessage(ChatRole.System, [new TextPart("a")]));

        Assert.Equal("""[{"role":"user","parts":[{"text":"a"}]}]""", GeminiBench.Written(request, "contents"));
        Assert.Equal("", GeminiBench.Written(request, "systemInstruction"));
    }

    [Fact]
    public void Media_go_inline_and_addresses_are_for_Google_to_fetch() => Assert.Equal(
        """
        [{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"AA+/"}},{"fileData":{"mimeType":"image/webp","fileUri":"https://a/b.webp?c=1"}},{"fileData":{"fileUri":"https://a/b"}},{"inlineData":{"mimeType":"text/plain","data":"YQ=="}},{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/x"}},{"inlineData":{"mimeType":"audio/mp3","data":"AAAA"}}]}]
        """,
        GeminiBench.Written(
            GeminiBench.Request(GeminiBench.User(
                new ImagePart(new MediaSource.Base64("image/png", "AA+/")),
                new ImagePart(new MediaSource.Url("https://a/b.webp?c=1")),
                new ImagePart(new MediaSource.Url("https://a/b")),
                new DocumentPart(new MediaSource.Text("a"), "name"),
                new DocumentPart(new MediaSource.FileId("files/x"), null),
                new AudioPart(new MediaSource.Base64("audio/mp3", "AAAA")))),
            "contents"));

    [Fact]
    public void Calls_and_results_are_paired_by_name_and_what_is_no_object_is_wrapped() => Assert.Equal(
        """
        [{"role":"model","parts":[{"functionCall":{"id":"1","name":"f","args":{"a":1}}},{"functionCall":{"id":"2","name":"g","args":{}}},{"functionCall":{"id":"3","name":"h","args":{"input":"not json"}}}]},{"role":"user","parts":[{"functionResponse":{"id":"1","name":"f","response":{"ok":true}}},{"functionResponse":{"id":"2","name":"g","response":{"result":"[1]"}}},{"functionResponse":{"id":"3","name":"h","response":{"error":"bad"}}},{"text":"Well?"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}]
        """,
        GeminiBench.Written(
            GeminiBench.Request(
                GeminiBench.Assistant(new ToolCallPart("1", "f", """{"a":1}"""), new ToolCallPart("2", "g", ""), new ToolCallPart("3", "h", "not json")),
                GeminiBench.User(
                    new ToolResultPart("1", null, [new TextPart("""{"ok":true}""")]),
                    new ToolResultPart("2", "other", [new TextPart("[1]"), new ImagePart(new MediaSource.Base64("image/png", "AAAA"))]),
                    new ToolResultPart("3", null, [new TextPart("bad")], IsError: true),
                    new TextPart("Well?"))),
            "contents"));

    [Fact]
    public void A_result_of_no_call_is_refused() => Assert.Equal(
        "messages[3]",
        Assert.Throws<DialectException>(() => GeminiBench.Write(GeminiBench.Request(GeminiBench.User(new ToolResultPart("x", null, []) { Path = "messages[3]" })))).Field);

    [Fact]
    public void Only_Googles_own_thoughts_go_back() => Assert.Equal(
        """
        [{"role":"model","parts":[{"text":"own","thought":true,"thoughtSignature":"c2ln"},{"text":"said","thoughtSignature":"Mg=="},{"text":"","thoughtSignature":"Mw=="},{"text":"more"},{"functionCall":{"id":"1","name":"f","args":{}},"thoughtSignature":"NA=="},{"functionCall":{"id":"2","name":"f","args":{}}}]}]
        """,
        GeminiBench.Written(
            GeminiBench.Request(GeminiBench.Assistant(
                new ReasoningPart("unsigned"),
                new ReasoningPart("foreign") { Signature = new ThoughtSignature(Dialect.Anthropic, "x") },
                new ReasoningPart("own") { Signature = Own("c2ln") },
                new TextPart("said"),
                new ReasoningPart("") { Signature = Own("Mg=="), IsRedacted = true },
                new ReasoningPart("") { Signature = Own("Mw=="), IsRedacted = true },
                new TextPart("more"),
                new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.Anthropic, "x"), IsRedacted = true },
                new ToolCallPart("1", "f", "{}") { Signature = Own("NA==") },
                new ToolCallPart("2", "f", "{}") { Signature = new ThoughtSignature(Dialect.OpenAiResponses, "x") })),
            "contents"));

    [Fact]
    public void A_turn_of_foreign_thoughts_alone_is_no_turn() => Assert.Equal(
        """[{"role":"user","parts":[{"text":"Hi"},{"text":"Hi"}]}]""",
        GeminiBench.Written(GeminiBench.Request(Hi, GeminiBench.Assistant(new ReasoningPart("x")), Hi), "contents"));

    [Fact]
    public void A_third_generation_model_is_told_that_a_call_was_not_its_own() => Assert.Equal(
        """[{"role":"model","parts":[{"functionCall":{"id":"1","name":"f","args":{}},"thoughtSignature":"skip_thought_signature_validator"},{"functionCall":{"id":"2","name":"f","args":{}}}]}]""",
        GeminiBench.Written(
            GeminiBench.Request(GeminiBench.Assistant(new ToolCallPart("1", "f", "{}"), new ToolCallPart("2", "f", "{}"))), "contents", "gemini-3-flash-preview"));

    [Fact]
    public void Settings_are_written_and_the_cap_is_kept() => Assert.Equal(
        """{"maxOutputTokens":100,"temperature":0.5,"topP":0.9,"topK":40,"frequencyPenalty":0.1,"presencePenalty":0.2,"candidateCount":2,"seed":7,"responseLogprobs":true,"logprobs":3,"stopSequences":["a","b"],"responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}""",
        GeminiBench.Written(
            GeminiBench.Request(Hi) with
            {
                MaxOutputTokens = 500, Temperature = 0.5, TopP = 0.9, TopK = 40, FrequencyPenalty = 0.1, PresencePenalty = 0.2, N = 2, Seed = 7,
                Logprobs = true, TopLogprobs = 3, Stop = ["a", "b"], Format = new OutputFormat(OutputFormatKind.JsonSchema) { Schema = Schema, Strict = true },
            },
            "generationConfig",
            cap: 100));

    [Fact]
    public void A_seed_of_64_bits_stands_for_one_of_32()
    {
        var config = JsonElement.Parse(GeminiBench.Written(GeminiBench.Request(Hi) with { Seed = long.MaxValue }, "generationConfig"));

        Assert.True(config.GetProperty("seed").TryGetInt32(out _));
    }

    [Theory]
    [InlineData("gemini-2.5-flash", "none", null, """{"thinkingConfig":{"thinkingBudget":0}}""")]
    [InlineData("gemini-2.5-flash", "low", null, """{"thinkingConfig":{"thinkingBudget":1024,"includeThoughts":true}}""")]
    [InlineData("gemini-2.5-pro", "medium", false, """{"thinkingConfig":{"thinkingBudget":8192}}""")]
    [InlineData("gemini-2.5-pro", "xhigh", true, """{"thinkingConfig":{"thinkingBudget":24576,"includeThoughts":true}}""")]
    [InlineData("gemini-3-flash-preview", "none", null, """{"thinkingConfig":{"thinkingLevel":"minimal"}}""")]
    [InlineData("gemini-3-flash-preview", "minimal", null, """{"thinkingConfig":{"thinkingLevel":"minimal","includeThoughts":true}}""")]
    [InlineData("gemini-3.1-pro", "minimal", null, """{"thinkingConfig":{"thinkingLevel":"low","includeThoughts":true}}""")]
    [InlineData("gemini-3.1-pro", "high", null, """{"thinkingConfig":{"thinkingLevel":"high","includeThoughts":true}}""")]
    [InlineData("gemini-2.5-flash", null, true, """{"thinkingConfig":{"includeThoughts":true}}""")]
    [InlineData("gemini-2.5-flash", null, false, "{}")]
    public void Efforts_are_levels_or_tokens_by_the_generation_of_the_model(string model, string? effort, bool? shown, string config) => Assert.Equal(
        config,
        GeminiBench.Written(GeminiBench.Request(Hi) with { Reasoning = new ReasoningRequest { Effort = effort, Shown = shown } }, "generationConfig", model));

    [Fact]
    public void A_budget_is_a_budget_for_every_model() => Assert.Equal(
        """{"thinkingConfig":{"thinkingBudget":500,"includeThoughts":true}}""",
        GeminiBench.Written(GeminiBench.Request(Hi) with { Reasoning = new ReasoningRequest { BudgetTokens = 500 } }, "generationConfig", "gemini-3-pro"));

    [Theory]
    [InlineData(ToolChoiceMode.Auto, """{"mode":"AUTO"}""")]
    [InlineData(ToolChoiceMode.None, """{"mode":"NONE"}""")]
    [InlineData(ToolChoiceMode.Required, """{"mode":"ANY"}""")]
    [InlineData(ToolChoiceMode.Named, """{"mode":"ANY","allowedFunctionNames":["f"]}""")]
    public void Tools_are_declared_and_chosen(ToolChoiceMode mode, string calling)
    {
        var request = GeminiBench.Request(Hi) with
        {
            Tools = [new ToolDefinition("f", "Does.", Schema), new ToolDefinition("g", null, null)],
            ToolChoice = new ToolChoice(mode, mode == ToolChoiceMode.Named ? "f" : null),
        };

        Assert.Equal("""[{"functionDeclarations":[{"name":"f","description":"Does.","parametersJsonSchema":{"type":"object"}},{"name":"g"}]}]""", GeminiBench.Written(request, "tools"));
        Assert.Equal($$"""{"functionCallingConfig":{{calling}}}""", GeminiBench.Written(request, "toolConfig"));
    }

    [Theory]
    [InlineData("default", "\"standard\"")]
    [InlineData("flex", "\"flex\"")]
    [InlineData("auto", "")]
    [InlineData("scale", "")]
    public void Tiers_are_named_as_Google_does(string tier, string written) =>
        Assert.Equal(written, GeminiBench.Written(GeminiBench.Request(Hi) with { ServiceTier = tier }, "serviceTier"));

    [Fact]
    public void Hints_it_has_no_word_for_are_left_out_and_told()
    {
        var omissions = GeminiBench.Omissions();
        var request = GeminiBench.Request(Hi with { Name = "Ann" }) with
        {
            User = "u", Verbosity = "low", CacheKey = "k", Metadata = Schema, ParallelToolCalls = false, Tools = [new ToolDefinition("f", null, null) { Strict = true }],
            Unknown = [new UnknownField("hint", Schema, IsHint: true)],
        };
        GeminiBench.Write(request, omissions: omissions);

        Assert.Equal(["hint", "user", "verbosity", "cachedContent", "labels", "contents", "toolConfig.functionCallingConfig", "tools"], omissions.Fields);
        Assert.Throws<DialectException>(() => GeminiBench.Write(request, omissions: GeminiBench.Omissions(strict: true)));
    }

    [Fact]
    public void What_would_change_the_answer_is_refused_by_name()
    {
        AssertRefused("generationConfig.stopSequences", GeminiBench.Request(Hi) with { Stop = ["1", "2", "3", "4", "5", "6"] });
        AssertRefused("logit_bias", GeminiBench.Request(Hi) with { Unknown = [new UnknownField("logit_bias", Schema, IsHint: false)] });
        AssertRefused("messages[0].content[0]", GeminiBench.Request(GeminiBench.User(new ImagePart(new MediaSource.FileId("file-1")) { Path = "messages[0].content[0]" })));
        AssertRefused("messages[0].content[1]", GeminiBench.Request(
            new ChatMessage(ChatRole.System, [new ImagePart(new MediaSource.Url("https://a/b.png")) { Path = "messages[0].content[1]" }]), Hi));
    }

    [Fact]
    public void What_was_read_and_written_is_read_the_same_again()
    {
        var first = GeminiCodec.Instance.ReadRequest(GeminiBench.Fixture("request.json"));
        first = first with { Unknown = [] };
        var second = GeminiBench.Read(GeminiBench.Write(first));

        Assert.Equal(first.Messages.Count, second.Messages.Count);
        foreach (var (before, after) in first.Messages.Zip(second.Messages))
            Assert.Equal(before.Parts.Select(Text), after.Parts.Select(Text));
        Assert.Equal(first with { Messages = [], Tools = [], Unknown = [], Stop = [], Format = null }, second with { Messages = [], Tools = [], Unknown = [], Stop = [], Format = null });
    }

    private static void AssertRefused(string field, ChatRequest request) =>
        Assert.Equal(field, Assert.Throws<DialectException>(() => GeminiBench.Write(request)).Field);

    private static ThoughtSignature Own(string value) => new(Dialect.Gemini, value);

    /// <summary>All of a part but its place, its name and the white space in its JSON.</summary>
    private static string Text(ContentPart part) => part switch
    {
        ToolCallPart call => $"{call.Id} {call.Name} {call.Arguments.Replace(" ", "", StringComparison.Ordinal)} {call.Signature}",
        ToolResultPart result => $"{result.CallId} {result.Name} {((TextPart)result.Content[0]).Text.Replace(" ", "", StringComparison.Ordinal)} {result.IsError}",
        DocumentPart document => document.Source.ToString(),
        _ => (part with { Path = null }).ToString(),
    };
}
