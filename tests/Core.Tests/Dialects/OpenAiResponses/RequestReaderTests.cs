using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses;

public sealed class RequestReaderTests
{
    [Fact]
    public void A_full_request_is_read_whole()
    {
        var request = Wire.Request(Wire.Fixture("request.json"));
        Assert.Equal(("gpt-5.2", 1000, 0.5, 0.9, true, 3), (request.Model, request.MaxOutputTokens, request.Temperature, request.TopP, request.Logprobs, request.TopLogprobs));
        Assert.Equal(("user-7", "flex", "low", "thread-7", true), (request.User, request.ServiceTier, request.Verbosity, request.CacheKey, request.Stream));
        Assert.Equal("""{"team": "red"}""", request.Metadata!.Value.GetRawText());
        Assert.Equal(new ToolChoice(ToolChoiceMode.Named, "weather"), request.ToolChoice);
        Assert.False(request.ParallelToolCalls);
        Assert.Equal(("high", true), (request.Reasoning!.Effort, request.Reasoning.Shown));
        Assert.Equal((OutputFormatKind.JsonSchema, "answer", true), (request.Format!.Kind, request.Format.Name, request.Format.Strict));
        Assert.Equal([("weather", "Weather of a city", true), ("clock", null, false)], request.Tools.Select(tool => (tool.Name, tool.Description, tool.Strict)));
        Assert.Null(request.Tools[1].Parameters);
        Assert.False(request.Store);
        Assert.Empty(request.Unknown);
    }

    [Fact]
    public void Items_become_turns_and_what_the_model_said_in_one_go_is_one_of_them()
    {
        var messages = Wire.Request(Wire.Fixture("request.json")).Messages;
        Assert.Equal(
            [ChatRole.System, ChatRole.Developer, ChatRole.User, ChatRole.Assistant, ChatRole.User, ChatRole.User], messages.Select(message => message.Role));
        Assert.Equal("Answer briefly.", Assert.IsType<TextPart>(Assert.Single(messages[0].Parts)).Text);
        Assert.Collection(
            messages[2].Parts,
            part => Assert.Equal(new TextPart("What is in these?"), part),
            part => Assert.Equal(new ImagePart(new MediaSource.Base64("image/png", "iVBORw0KGgo=")) { Detail = "low", Path = "input[1].content[1]" }, part),
            part => Assert.Equal(new ImagePart(new MediaSource.Url("https://example.com/cat.jpg")) { Detail = "auto", Path = "input[1].content[2]" }, part),
            part => Assert.Equal(new ImagePart(new MediaSource.FileId("file-abc")) { Path = "input[1].content[3]" }, part),
            part => Assert.Equal(new DocumentPart(new MediaSource.Base64("application/pdf", "JVBERi0xLjQ="), "report.pdf") { Path = "input[1].content[4]" }, part),
            part => Assert.Equal(new DocumentPart(new MediaSource.Url("https://example.com/notes.pdf"), null) { Path = "input[1].content[5]" }, part),
            part => Assert.Equal(new AudioPart(new MediaSource.Base64("audio/wav", "UklGRg==")) { Path = "input[1].content[6]" }, part));
        Assert.Collection(
            messages[3].Parts,
            part => Assert.Equal(new ReasoningPart("Two lookups\n\nat once.") { Signature = new(Dialect.OpenAiResponses, "gAAAAB-opaque"), Path = "input[2]" }, part),
            part => Assert.Equal(new TextPart("Let me look."), part),
            part => Assert.Equal(new ToolCallPart("call_a", "weather", """{"city":"Oslo"}""") { Path = "input[4]" }, part),
            part => Assert.Equal(new ToolCallPart("call_b", "clock", "{}") { Path = "input[5]" }, part));
        var results = messages[4].Parts.Cast<ToolResultPart>().ToArray();
        Assert.Equal([("call_b", "clock", 1), ("call_a", "weather", 2)], results.Select(result => (result.CallId, result.Name, result.Content.Count)));
        Assert.Equal(new TextPart("And now?"), Assert.Single(messages[5].Parts));
    }

    [Fact]
    public void A_text_alone_is_the_users()
    {
        var request = Wire.Request("""{"model":"m","input":"hi"}""");
        var message = Assert.Single(request.Messages);
        Assert.Equal((ChatRole.User, new TextPart("hi")), (message.Role, Assert.Single(message.Parts)));
        Assert.Empty(request.Unknown);
    }

    [Fact]
    public void Defaults_said_aloud_are_as_good_as_silence()
    {
        var request = Wire.With(
            """
            "store":true,"background":false,"truncation":"disabled","service_tier":"auto","tool_choice":"auto","parallel_tool_calls":true,"top_logprobs":0,
            "text":{"format":{"type":"text"},"verbosity":"medium"},"reasoning":{"effort":null,"summary":null,"context":"auto","mode":"standard"},
            "previous_response_id":null,"conversation":null,"prompt":null,"metadata":null,"max_tool_calls":null,"tools":[],"include":[]
            """);
        Assert.Equal(Wire.Request("""{"model":"m","input":"hi"}""") with { Messages = [], Tools = [], Unknown = [] }, request with { Messages = [], Tools = [], Unknown = [] });
        Assert.Empty(request.Unknown);
    }

    [Theory]
    [InlineData("\"truncation\":\"auto\"", "truncation", true)]
    [InlineData("\"prompt_cache_retention\":\"24h\"", "prompt_cache_retention", true)]
    [InlineData("\"top_logprobs\":4", "top_logprobs", true)]
    [InlineData("\"include\":[\"web_search_call.results\"]", "include[0]", true)]
    [InlineData("\"reasoning\":{\"summary\":\"detailed\"}", "reasoning.summary", true)]
    [InlineData("\"user\":\"a\",\"safety_identifier\":\"b\"", "user", true)]
    [InlineData("\"reasoning\":{\"mode\":\"pro\"}", "reasoning.mode", false)]
    [InlineData("\"background\":true", "background", false)]
    [InlineData("\"previous_response_id\":\"resp_1\"", "previous_response_id", false)]
    [InlineData("\"conversation\":{\"id\":\"conv_1\"}", "conversation", false)]
    [InlineData("\"prompt\":{\"id\":\"pmpt_1\"}", "prompt", false)]
    [InlineData("\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"web_search\"}]", "tools[1]", false)]
    [InlineData("\"tools\":[{\"type\":\"custom\",\"name\":\"patch\"}]", "tools[0]", false)]
    [InlineData("\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":[]}", "tool_choice", false)]
    [InlineData("\"made_up\":1", "made_up", false)]
    public void What_has_no_place_is_kept_by_its_path(string members, string path, bool isHint)
    {
        var field = Assert.Single(Wire.With(members).Unknown);
        Assert.Equal((path, isHint), (field.Path, field.IsHint));
    }

    [Theory]
    [InlineData("""{"type":"item_reference","id":"rs_1"}""", "input[0]", false)]
    [InlineData("""{"id":"rs_1"}""", "input[0]", false)]
    [InlineData("""{"type":"web_search_call","id":"ws_1","status":"completed"}""", "input[0]", false)]
    [InlineData("""{"type":"custom_tool_call","call_id":"c","name":"n","input":"i"}""", "input[0]", false)]
    [InlineData("""{"type":"function_call","call_id":"c","name":"n","arguments":"{}","namespace":"s"}""", "input[0].namespace", false)]
    [InlineData("""{"type":"function_call","call_id":"c","name":"n","arguments":"{}","parsed_arguments":{}}""", "input[0].parsed_arguments", true)]
    [InlineData("""{"role":"assistant","content":[{"type":"output_text","text":"{}","parsed":{}}]}""", "input[0].content[0].parsed", true)]
    [InlineData("""{"role":"assistant","content":"x","phase":"commentary"}""", "input[0].phase", true)]
    [InlineData("""{"role":"user","content":[{"type":"computer_screenshot"}]}""", "input[0].content[0]", false)]
    [InlineData("""{"role":"user","content":[{"type":"input_text","text":"x","prompt_cache_breakpoint":{}}]}""", "input[0].content[0].prompt_cache_breakpoint", true)]
    [InlineData("""{"role":"user","content":[{"type":"input_image","image_url":"https://x","detail":"original"}]}""", "input[0].content[0].detail", true)]
    public void Items_and_parts_that_have_no_place_are_kept_by_their_path(string item, string path, bool isHint)
    {
        var field = Assert.Single(Wire.Request($$"""{"model":"m","input":[{{item}}]}""").Unknown);
        Assert.Equal((path, isHint), (field.Path, field.IsHint));
    }

    [Theory]
    [InlineData("""{"input":"hi"}""", "missing_required_parameter", "model")]
    [InlineData("""{"model":"m"}""", "missing_required_parameter", "input")]
    [InlineData("""{"model":"m","input":5}""", "invalid_type", "input")]
    [InlineData("""{"model":"m","input":["hi"]}""", "invalid_type", "input[0]")]
    [InlineData("""{"model":"m","input":[{"role":"tool","content":"x"}]}""", "invalid_value", "input[0].role")]
    [InlineData("""{"model":"m","input":[{"role":"user"}]}""", "missing_required_parameter", "input[0].content")]
    [InlineData("""{"model":"m","input":[{"type":"function_call","name":"n","arguments":"{}"}]}""", "missing_required_parameter", "input[0].call_id")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_image"}]}]}""", "missing_required_parameter", "input[0].content[0].image_url")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png,x"}]}]}""", "invalid_value", "input[0].content[0].image_url")]
    [InlineData("""{"model":"m","input":"hi","temperature":3}""", "invalid_value", "temperature")]
    [InlineData("""{"model":"m","input":"hi","top_logprobs":21}""", "invalid_value", "top_logprobs")]
    [InlineData("""{"model":"m","input":"hi","stream":"yes"}""", "invalid_type", "stream")]
    [InlineData("""{"model":"m","input":"hi","truncation":"some"}""", "invalid_value", "truncation")]
    [InlineData("""{"model":"m","input":"hi","tool_choice":"maybe"}""", "invalid_value", "tool_choice")]
    [InlineData("""{"model":"m","input":"hi","reasoning":{"effort":"huge"}}""", "invalid_value", "reasoning.effort")]
    [InlineData("""{"model":"m","input":"hi","text":{"format":{"type":"json_schema","name":"n"}}}""", "missing_required_parameter", "text.format.schema")]
    [InlineData("""{"model":"m","input":"hi","tools":[{"type":"function"}]}""", "missing_required_parameter", "tools[0].name")]
    public void A_mistake_is_named(string json, string code, string field)
    {
        var refusal = Assert.Throws<DialectException>(() => Wire.Request(json));
        Assert.Equal((code, field), (refusal.Code, refusal.Field));
    }

    [Fact]
    public void Files_without_a_scheme_are_what_their_name_says()
    {
        var request = Wire.Request("""{"model":"m","input":[{"role":"user","content":[{"type":"input_file","file_data":"QQ==","filename":"a.csv"}]}]}""");
        Assert.Equal(new MediaSource.Base64("text/csv", "QQ=="), Assert.IsType<DocumentPart>(Assert.Single(request.Messages[0].Parts)).Source);
    }

    [Fact]
    public void Every_field_has_a_name()
    {
        foreach (var field in Enum.GetValues<RequestField>())
            Assert.NotEmpty(AiGateway.Core.Dialects.OpenAiResponses.ResponsesCodec.Instance.NameOf(field));
    }
}
