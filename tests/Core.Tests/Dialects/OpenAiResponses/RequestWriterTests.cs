using System.Text.Json;
using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses;

public sealed class RequestWriterTests
{
    [Fact]
    public void A_turn_with_everything_is_written_as_items()
    {
        var request = new ChatRequest
        {
            Model = "alias",
            Messages =
            [
                new(ChatRole.System, [new TextPart("Be brief.")]),
                new(ChatRole.Developer, [new TextPart("Use metric.")]),
                new(ChatRole.User,
                [
                    new TextPart("Look"),
                    new ImagePart(new MediaSource.Base64("image/png", "AAAA")) { Detail = "low" },
                    new DocumentPart(new MediaSource.Base64("application/pdf", "QQ=="), null),
                    new DocumentPart(new MediaSource.Text("plain"), "n.txt"),
                    new DocumentPart(new MediaSource.Url("https://x/y.pdf"), null),
                ]),
                new(ChatRole.Assistant,
                [
                    new ReasoningPart("Hm.") { Signature = new(Dialect.OpenAiResponses, "gAAA") },
                    new TextPart("I will"),
                    new ToolCallPart("c1", "f", "{\"a\":1}"),
                    new ToolCallPart("c2", "g", ""),
                ]),
                new(ChatRole.User, [new ToolResultPart("c1", "f", [new TextPart("one")]), new ToolResultPart("c2", "g", [new TextPart("two"), new ImagePart(new MediaSource.Url("https://x/i.png"))]), new TextPart("go on")]),
                new(ChatRole.System, [new TextPart("Later.")]),
            ],
            Tools = [new("f", "does", JsonElement.Parse("""{"type":"object"}""")) { Strict = true }, new("g", null, null)],
            ToolChoice = new(ToolChoiceMode.Named, "f"),
            ParallelToolCalls = false,
            MaxOutputTokens = 200,
            Temperature = 0.5,
            TopP = 0.25,
            Logprobs = true,
            TopLogprobs = 2,
            Reasoning = new() { BudgetTokens = 8000, Shown = true },
            Format = new(OutputFormatKind.JsonSchema) { Schema = JsonElement.Parse("{}"), Strict = true },
            Verbosity = "low",
            User = "u",
            ServiceTier = "flex",
            CacheKey = "k",
            Metadata = JsonElement.Parse("""{"a":"b"}"""),
            Stream = true,
        };
        Assert.Equal(
            """
            {"model":"gpt-5.2-2025-12-11","instructions":"Be brief.\nUse metric.","input":[
            {"type":"message","role":"user","content":[{"type":"input_text","text":"Look"},
            {"type":"input_image","detail":"low","image_url":"data:image/png;base64,AAAA"},
            {"type":"input_file","filename":"document.pdf","file_data":"data:application/pdf;base64,QQ=="},
            {"type":"input_file","filename":"n.txt","file_data":"data:text/plain;base64,cGxhaW4="},
            {"type":"input_file","file_url":"https://x/y.pdf"}]},
            {"type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"gAAA"},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"I will"}]},
            {"type":"function_call","call_id":"c1","name":"f","arguments":"{\"a\":1}"},
            {"type":"function_call","call_id":"c2","name":"g","arguments":"{}"},
            {"type":"function_call_output","call_id":"c1","output":"one"},
            {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"two"},{"type":"input_image","detail":"auto","image_url":"https://x/i.png"}]},
            {"type":"message","role":"user","content":[{"type":"input_text","text":"go on"}]},
            {"type":"message","role":"system","content":[{"type":"input_text","text":"Later."}]}],
            "max_output_tokens":200,"temperature":0.5,"top_p":0.25,
            "tools":[{"type":"function","name":"f","description":"does","parameters":{"type":"object"},"strict":true},
            {"type":"function","name":"g","parameters":{"type":"object","properties":{}},"strict":false}],
            "tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false,
            "reasoning":{"effort":"medium","summary":"auto"},"include":["reasoning.encrypted_content","message.output_text.logprobs"],"top_logprobs":2,
            "text":{"format":{"type":"json_schema","name":"response","schema":{},"strict":true},"verbosity":"low"},
            "store":false,"user":"u","service_tier":"flex","prompt_cache_key":"k","metadata":{"a":"b"},"stream":true}
            """.Replace("\n", "", StringComparison.Ordinal),
            Wire.Written(request).GetRawText());
    }

    [Fact]
    public void A_short_question_is_written_shortly() => Assert.Equal(
        """{"model":"gpt-5.2-2025-12-11","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}],"store":false}""",
        Wire.Written(Wire.Ask(new TextPart("hi"))).GetRawText());

    [Fact]
    public void Instructions_alone_are_input() => Assert.Equal(
        """{"model":"gpt-5.2-2025-12-11","input":[{"type":"message","role":"system","content":[{"type":"input_text","text":"hi"}]}],"store":false}""",
        Wire.Written(new ChatRequest { Model = "m", Messages = [new(ChatRole.System, [new TextPart("hi")])] }).GetRawText());

    [Fact]
    public void Thoughts_of_others_and_thoughts_unsealed_are_left_out_without_a_word()
    {
        var omissions = Wire.Omissions(strict: true);
        var request = Wire.Ask(new TextPart("hi")) with
        {
            Messages = [new(ChatRole.Assistant, [new ReasoningPart("a") { Signature = new(Dialect.Anthropic, "x") }, new ReasoningPart("b"), new ToolCallPart("c", "f", "{}") { Signature = new(Dialect.Gemini, "s") }])],
        };
        Assert.Equal("""[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]""", Wire.Written(request, omissions).GetProperty("input").GetRawText());
        Assert.Empty(omissions.Fields);
    }

    public static TheoryData<ChatRequest, string> Refused => new()
    {
        { Wire.Ask(new TextPart("x")) with { Stop = ["\n"] }, "stop" },
        { Wire.Ask(new TextPart("x")) with { N = 2 }, "n" },
        { Wire.Ask(new TextPart("x")) with { FrequencyPenalty = 0.1 }, "frequency_penalty" },
        { Wire.Ask(new TextPart("x")) with { PresencePenalty = -1 }, "presence_penalty" },
        { Wire.Ask(new AudioPart(new MediaSource.Base64("audio/wav", "AA")) { Path = "messages[0].content[0]" }), "messages[0].content[0]" },
        { Wire.Ask(new TextPart("x")) with { Messages = [new(ChatRole.Assistant, [new ImagePart(new MediaSource.FileId("f")) { Path = "messages[0].images[0]" }])] }, "messages[0].images[0]" },
        { Wire.Ask(new TextPart("x")) with { Unknown = [new("logit_bias", default, IsHint: false)] }, "logit_bias" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_would_change_the_answer_is_refused(ChatRequest request, string field) =>
        Assert.Equal(field, Assert.Throws<DialectException>(() => Wire.Written(request)).Field);

    [Fact]
    public void What_would_not_is_dropped_and_named()
    {
        var omissions = Wire.Omissions();
        var request = Wire.Ask(new TextPart("x")) with { Seed = 1, TopK = 40, N = 1, FrequencyPenalty = 0, MaxOutputTokens = 5, Unknown = [new("store", default, IsHint: true)] };
        Assert.Equal(16, Wire.Written(request, omissions).GetProperty("max_output_tokens").GetInt32());
        Assert.Equal(["store", "seed", "top_k", "max_output_tokens"], omissions.Fields);
    }

    [Fact]
    public void A_cap_of_the_targets_lowers_that_of_the_caller()
    {
        var request = Wire.Ask(new TextPart("x"));
        Assert.Equal(100, Wire.Written(request, target: Wire.Target with { OutputCap = 100 }).GetProperty("max_output_tokens").GetInt32());
        Assert.Equal(50, Wire.Written(request with { MaxOutputTokens = 50 }, target: Wire.Target with { OutputCap = 100 }).GetProperty("max_output_tokens").GetInt32());
    }

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("none", null, "none", null)]
    [InlineData("xhigh", null, "xhigh", "reasoning.encrypted_content")]
    [InlineData(null, 0, "none", null)]
    [InlineData(null, 1024, "low", "reasoning.encrypted_content")]
    [InlineData(null, 16384, "medium", "reasoning.encrypted_content")]
    [InlineData(null, 32000, "high", "reasoning.encrypted_content")]
    public void Thoughts_are_wanted_sealed_when_they_are_wanted(string? effort, int? budget, string? written, string? included)
    {
        var request = Wire.Ask(new TextPart("x")) with { Reasoning = effort is null && budget is null ? null : new() { Effort = effort, BudgetTokens = budget } };
        var json = Wire.Written(request);
        Assert.Equal(written, json.TryGetProperty("reasoning", out var reasoning) ? reasoning.GetProperty("effort").GetString() : null);
        Assert.Equal(included, json.TryGetProperty("include", out var include) ? include[0].GetString() : null);
    }

    [Fact]
    public void What_is_written_is_read_again_as_it_was()
    {
        var request = Wire.Request(Wire.Fixture("request.json"));
        var parts = request.Messages[2].Parts;
        request = request with { Messages = [request.Messages[0], .. request.Messages.Skip(1).Select(message => message.Parts == parts ? message with { Parts = [.. parts.Take(6)] } : message)] };
        var again = Wire.Request(Wire.Written(request).GetRawText());
        Assert.Equal("Answer briefly.\nUse metric units.", ((TextPart)again.Messages[0].Parts[0]).Text);
        Assert.Equal(request.Messages.Skip(2).Select(Said), again.Messages.Skip(1).Select(Said));
        Assert.Equal(Settings(request), Settings(again));
    }

    private static string Said(ChatMessage message) => message.Role + ": " + string.Join(" | ", message.Parts.Select(part => part switch
    {
        ToolResultPart result => $"{result.CallId} {result.Name} {string.Join(",", result.Content.Select(content => Bare(content)))}",
        _ => $"{Bare(part)}",
    }));

    private static ContentPart Bare(ContentPart part) => part switch
    {
        ImagePart { Detail: null } image => image with { Path = null, Detail = "auto" },
        DocumentPart { Source: MediaSource.Url } document => document with { Path = null, Name = null },
        _ => part with { Path = null },
    };

    private static string Settings(ChatRequest request) => JsonSerializer.Serialize(request with
    {
        Model = "",
        Messages = [],
        Unknown = [],
        Tools = [.. request.Tools.Select(tool => tool with { Parameters = tool.Parameters ?? JsonElement.Parse("""{"type":"object","properties":{}}""") })],
    });
}
