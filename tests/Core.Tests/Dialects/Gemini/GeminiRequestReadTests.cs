using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Gemini;

namespace AiGateway.Core.Tests.Dialects.Gemini;

public sealed class GeminiRequestReadTests
{
    private static readonly ChatRequest Full = GeminiCodec.Instance.ReadRequest(GeminiBench.Fixture("request.json"));

    [Fact]
    public void The_model_and_whether_to_stream_are_left_to_the_address()
    {
        Assert.Equal("", Full.Model);
        Assert.False(Full.Stream);
    }

    [Fact]
    public void System_text_and_every_kind_of_part_are_read()
    {
        Assert.Equal(4, Full.Messages.Count);
        Assert.Equal(ChatRole.System, Full.Messages[0].Role);
        Assert.Equal([new TextPart("Be brief.")], Full.Messages[0].Parts);
        Assert.Equal(
            [
                new TextPart("What is in these?"),
                new ImagePart(new MediaSource.Base64("image/png", "iVBORw0KGgo=")) { Path = "contents[0].parts[1]" },
                new DocumentPart(new MediaSource.Base64("application/pdf", "JVBERi0x"), "report.pdf") { Path = "contents[0].parts[2]" },
                new AudioPart(new MediaSource.Base64("audio/wav", "UklGRg==")) { Path = "contents[0].parts[3]" },
                new DocumentPart(new MediaSource.Text("a,b\n"), null) { Path = "contents[0].parts[4]" },
                new ImagePart(new MediaSource.Url("https://example.com/cat.jpg", "image/jpeg")) { Path = "contents[0].parts[5]" },
                new DocumentPart(new MediaSource.FileId("https://generativelanguage.googleapis.com/v1beta/files/abc"), null) { Path = "contents[0].parts[6]" },
            ],
            Full.Messages[1].Parts);
    }

    [Fact]
    public void Thoughts_are_one_with_their_signature_and_calls_have_ids_of_their_own()
    {
        var parts = Full.Messages[2].Parts;

        Assert.Equal(5, parts.Count);
        Assert.Equal(new ReasoningPart("I should look it up.") { Signature = new ThoughtSignature(Dialect.Gemini, "c2lnMQ==") }, parts[0]);
        Assert.Equal(new TextPart("Let me check."), parts[1]);
        var calls = parts.OfType<ToolCallPart>().ToList();
        Assert.Equal(["call_0", "call_1", "mine"], calls.Select(call => call.Id));
        Assert.Equal(["""{ "city": "Paris" }""", """{ "city": "Oslo" }""", "{}"], calls.Select(call => call.Arguments));
        Assert.Equal("c2lnMg==", calls[0].Signature?.Value);
        Assert.Null(calls[1].Signature);
    }

    [Fact]
    public void Results_find_their_calls_by_id_or_by_name_and_order()
    {
        var results = Full.Messages[3].Parts.Cast<ToolResultPart>().ToList();

        Assert.Equal(["mine", "call_0", "call_1"], results.Select(result => result.CallId));
        Assert.Equal(["noon", """{ "celsius": 21 }""", "no such city"], results.Select(result => ((TextPart)result.Content[0]).Text));
        Assert.Equal([false, false, true], results.Select(result => result.IsError));
    }

    [Fact]
    public void A_call_made_later_is_not_given_the_result_of_one_that_was_left_unanswered()
    {
        var request = GeminiBench.Read("""
            {"contents":[
              {"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},
              {"role":"user","parts":[{"text":"Never mind."}]},
              {"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},
              {"role":"function","parts":[{"functionResponse":{"name":"f","response":{"a":1,"b":2}}}]}]}
            """);

        Assert.Equal("call_1", Assert.IsType<ToolResultPart>(Assert.Single(request.Messages[3].Parts)).CallId);
    }

    [Fact]
    public void Settings_are_read()
    {
        Assert.Equal((500, 0.5, 0.9, 40), (Full.MaxOutputTokens, Full.Temperature, Full.TopP, Full.TopK));
        Assert.Equal((7L, 0.1, -0.2, 2), (Full.Seed, Full.PresencePenalty, Full.FrequencyPenalty, Full.N));
        Assert.Equal(["END"], Full.Stop);
        Assert.Equal((true, 3), (Full.Logprobs, Full.TopLogprobs));
        Assert.Equal(new ReasoningRequest { BudgetTokens = 2048, Shown = true }, Full.Reasoning);
        Assert.Equal("flex", Full.ServiceTier);
        Assert.Equal(OutputFormatKind.JsonSchema, Full.Format?.Kind);
        Assert.Equal("""{"type":"object","properties":{"n":{"type":["integer","null"]}}}""", Full.Format?.Schema?.GetRawText());
    }

    [Fact]
    public void Tools_are_read_in_either_kind_of_schema()
    {
        Assert.Equal(["weather", "clock"], Full.Tools.Select(tool => tool.Name));
        Assert.Equal("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""", Full.Tools[0].Parameters?.GetRawText());
        Assert.Equal("""{ "type": "object", "additionalProperties": false }""", Full.Tools[1].Parameters?.GetRawText());
        Assert.Equal(new ToolChoice(ToolChoiceMode.Named, "weather"), Full.ToolChoice);
    }

    [Fact]
    public void What_changes_no_answer_is_kept_as_a_hint() => Assert.Equal(
        [("safetySettings", true), ("labels", true), ("generationConfig.mediaResolution", true)],
        Full.Unknown.Select(field => (field.Path, field.IsHint)));

    [Fact]
    public void Snake_case_lone_values_integers_in_strings_and_the_base64_of_addresses_are_read()
    {
        var request = GeminiCodec.Instance.ReadRequest(GeminiBench.Fixture("request-snake.json"));

        Assert.Equal([new TextPart("Be brief.")], request.Messages[0].Parts);
        Assert.Equal(new MediaSource.Base64("image/png", "+/8="), Assert.IsType<ImagePart>(Assert.Single(request.Messages[1].Parts)).Source);
        Assert.Equal((20, 5), (request.MaxOutputTokens, request.TopK));
        Assert.Equal("high", request.Reasoning?.Effort);
        Assert.Equal(ToolChoiceMode.Auto, request.ToolChoice?.Mode);
        Assert.Equal(
            """{"type":"object","properties":{"max_items":{"type":"array","items":{"type":"string"},"maxItems":3}}}""",
            Assert.Single(request.Tools).Parameters?.GetRawText());
        Assert.Empty(request.Unknown);
    }

    [Theory]
    [InlineData("""{"cachedContent":"cachedContents/1"}""", "cachedContent")]
    [InlineData("""{"tools":[{"googleSearch":{}}]}""", "tools[0].googleSearch")]
    [InlineData("""{"tools":[{"code_execution":{}}]}""", "tools[0].code_execution")]
    [InlineData("""{"generationConfig":{"responseModalities":["TEXT","IMAGE"]}}""", "generationConfig.responseModalities")]
    [InlineData("""{"generationConfig":{"speechConfig":{}}}""", "generationConfig.speechConfig")]
    [InlineData("""{"generationConfig":{"responseMimeType":"text/x.enum"}}""", "generationConfig.responseMimeType")]
    [InlineData("""{"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["a","b"]}}}""", "toolConfig.functionCallingConfig.allowedFunctionNames")]
    [InlineData("""{"contents":[{"parts":[{"fileData":{"fileUri":"https://www.youtube.com/watch?v=1"}}]}]}""", "contents[0].parts[0].fileData")]
    [InlineData("""{"contents":[{"parts":[{"executableCode":{"language":"PYTHON","code":"1"}}]}]}""", "contents[0].parts[0].executableCode")]
    [InlineData("""{"somethingNew":1}""", "somethingNew")]
    public void What_only_Google_can_do_is_kept_and_is_no_hint(string members, string path)
    {
        var request = GeminiBench.Read(members.Contains("contents", StringComparison.Ordinal) ? members : members[..^1] + ""","contents":[{"parts":[{"text":"Hi"}]}]}""");

        Assert.Equal((path, false), (Assert.Single(request.Unknown).Path, request.Unknown[0].IsHint));
    }

    [Theory]
    [InlineData("""{}""", "contents")]
    [InlineData("""{"contents":[]}""", "contents")]
    [InlineData("""{"contents":[{"role":"assistant","parts":[{"text":"a"}]}]}""", "contents[0].role")]
    [InlineData("""{"contents":[{"parts":[{"text":1}]}]}""", "contents[0].parts[0].text")]
    [InlineData("""{"contents":[{"parts":["a"]}]}""", "contents[0].parts[0]")]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"?"}}]}]}""", "contents[0].parts[0].inlineData.data")]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"data":"aaaa"}}]}]}""", "contents[0].parts[0].inlineData.mimeType")]
    [InlineData("""{"contents":[{"parts":[{"functionCall":{"args":{}}}]}]}""", "contents[0].parts[0].functionCall.name")]
    [InlineData("""{"contents":[{"parts":[{"functionCall":{"name":"f","args":[]}}]}]}""", "contents[0].parts[0].functionCall.args")]
    [InlineData("""{"contents":[{"parts":[{"functionResponse":{"response":{}}}]}]}""", "contents[0].parts[0].functionResponse.name")]
    [InlineData("""{"contents":[{}],"generationConfig":{"temperature":3}}""", "generationConfig.temperature")]
    [InlineData("""{"contents":[{}],"generationConfig":{"topK":1.5}}""", "generationConfig.topK")]
    [InlineData("""{"contents":[{}],"generationConfig":{"stopSequences":["1","2","3","4","5","6"]}}""", "generationConfig.stopSequences")]
    [InlineData("""{"contents":[{}],"generationConfig":{"thinkingConfig":{"thinkingLevel":"SOME"}}}""", "generationConfig.thinkingConfig.thinkingLevel")]
    [InlineData("""{"contents":[{}],"tools":[{"functionDeclarations":[{"description":"d"}]}]}""", "tools[0].functionDeclarations[0].name")]
    [InlineData("""{"contents":[{}],"toolConfig":{"functionCallingConfig":{"mode":"MAYBE"}}}""", "toolConfig.functionCallingConfig.mode")]
    [InlineData("""{"contents":[{}],"systemInstruction":{"parts":[{"fileData":{"mimeType":"image/png","fileUri":"https://a/b.png"}}]}}""", "systemInstruction")]
    public void What_is_wrong_is_named(string json, string field) =>
        Assert.Equal(field, Assert.Throws<DialectException>(() => GeminiBench.Read(json)).Field);

    [Theory]
    [InlineData("AUTO", ToolChoiceMode.Auto)]
    [InlineData("ANY", ToolChoiceMode.Required)]
    [InlineData("NONE", ToolChoiceMode.None)]
    [InlineData("VALIDATED", ToolChoiceMode.Auto)]
    public void Modes_of_calling_are_read(string mode, ToolChoiceMode choice) =>
        Assert.Equal(new ToolChoice(choice), GeminiBench.ReadWith("\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"" + mode + "\"}}").ToolChoice);

    [Fact]
    public void Thoughts_are_not_shown_unless_asked_for_and_a_budget_left_to_the_model_is_none() => Assert.Equal(
        new ReasoningRequest { Shown = false },
        GeminiBench.ReadWith(""" "generationConfig":{"thinkingConfig":{"thinkingBudget":-1}} """).Reasoning);

    [Fact]
    public void What_says_no_more_than_the_default_is_as_good_as_absent()
    {
        var request = GeminiBench.ReadWith("""
            "systemInstruction":{"parts":[]},"serviceTier":"unspecified","tools":null,"toolConfig":{"functionCallingConfig":{"mode":"MODE_UNSPECIFIED"}},
            "generationConfig":{"candidateCount":1,"presencePenalty":0,"frequencyPenalty":0.0,"topK":0,"responseMimeType":"text/plain","responseModalities":["TEXT"],
            "audioTimestamp":false,"temperature":null,"thinkingConfig":{"thinkingLevel":"THINKING_LEVEL_UNSPECIFIED"}}
            """);

        Assert.Single(request.Messages);
        Assert.Equal(
            new ChatRequest { Model = "", Reasoning = new ReasoningRequest { Shown = false } },
            request with { Messages = [], Tools = [], Stop = [], Unknown = [] });
    }

    [Fact]
    public void What_a_stream_broke_up_is_one_turn_of_the_model_again()
    {
        var request = GeminiBench.Read("""
            {"contents":[{"parts":[{"text":"Hi"}]},
              {"role":"model","parts":[{"text":"a","thought":true}]},
              {"role":"model","parts":[{"text":"","thought":true,"thoughtSignature":"c2ln"}]},
              {"role":"model","parts":[{"text":"Hel"}]},{"role":"model","parts":[{"text":"lo"}]},
              {"role":"model","parts":[{"text":"","thoughtSignature":"Mg=="}]}]}
            """);

        Assert.Equal(2, request.Messages.Count);
        Assert.Equal(
            [
                new ReasoningPart("a") { Signature = new ThoughtSignature(Dialect.Gemini, "c2ln") },
                new TextPart("Hello"),
                new ReasoningPart("") { Signature = new ThoughtSignature(Dialect.Gemini, "Mg=="), IsRedacted = true },
            ],
            request.Messages[1].Parts);
    }

    [Theory]
    [InlineData("""{"contents":[{"parts":[{"text":"Hi"}]}]}""")]
    [InlineData("""{"generateContentRequest":{"model":"models/m","contents":[{"parts":[{"text":"Hi"}]}]}}""")]
    public void What_is_to_be_counted_is_the_turns_or_a_whole_request(string json)
    {
        var request = GeminiCodec.ReadCountRequest(System.Text.Encoding.UTF8.GetBytes(json));

        Assert.Equal([new TextPart("Hi")], Assert.Single(request.Messages).Parts);
        Assert.Empty(request.Unknown);
    }

    [Fact]
    public void A_count_is_answered()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        GeminiCodec.WriteCountAnswer(31, output);
        Assert.Equal("""{"totalTokens":31}"""u8, output.WrittenSpan);
    }
}
