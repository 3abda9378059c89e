using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.Anthropic;

namespace AiGateway.Core.Tests.Dialects.Anthropic;

public sealed class RequestReadingTests
{
    private static readonly ChatRequest _request = Wire.Codec.ReadRequest(Wire.Fixture("request.json"));

    [Fact]
    public void Settings_have_their_places()
    {
        Assert.Equal("claude-sonnet-4-5", _request.Model);
        Assert.Equal(4096, _request.MaxOutputTokens);
        Assert.Equal(1, _request.Temperature);
        Assert.Equal(0.95, _request.TopP);
        Assert.Equal(5, _request.TopK);
        Assert.Equal(["END", "\n\nHuman:"], _request.Stop);
        Assert.Equal("user-7", _request.User);
        Assert.Equal("default", _request.ServiceTier);
        Assert.True(_request.Stream);
        Assert.True(_request.StreamUsage);
        Assert.False(_request.ParallelToolCalls);
        Assert.Equal(new ToolChoice(ToolChoiceMode.Required), _request.ToolChoice);
        Assert.Equal(new ReasoningRequest { BudgetTokens = 2048, Shown = true }, _request.Reasoning);
        Assert.Equal(OutputFormatKind.JsonSchema, _request.Format?.Kind);
        Wire.Same("""{"type":"object","properties":{"a":{"type":"integer"}}}""", _request.Format!.Schema!.Value);
        Assert.Empty(_request.Unknown);
    }

    [Fact]
    public void The_system_speaks_first()
    {
        var system = _request.Messages[0];
        Assert.Equal(ChatRole.System, system.Role);
        Assert.Equal(["You are a careful clerk.", "Answer in one line."], system.Parts.Cast<TextPart>().Select(text => text.Text));
        Assert.Null(system.Parts[0].CacheControl);
        Wire.Same("""{"type":"ephemeral","ttl":"1h"}""", system.Parts[1].CacheControl!.Value);
        var inBetween = Wire.Read("""{"model":"m","max_tokens":1,"system":"a","messages":[{"role":"user","content":"b"},{"role":"system","content":"c"}]}""");
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.System], inBetween.Messages.Select(message => message.Role));
    }

    [Fact]
    public void Images_and_documents_say_where_their_bytes_are()
    {
        MediaSource[] sources = [.. _request.Messages[1].Parts.Select(part => part switch { ImagePart image => image.Source, DocumentPart document => document.Source, _ => null }).OfType<MediaSource>()];
        Assert.Equal(
        [
            new MediaSource.Base64("image/png", "iVBORw0KGgo="),
            new MediaSource.Url("https://example.com/cat.jpg"),
            new MediaSource.FileId("file_011CNha8iCJcU1wXNR6q4V8w"),
            new MediaSource.Base64("application/pdf", "JVBERi0xLjQ="),
            new MediaSource.Text("Plain words."),
            new MediaSource.Url("https://example.com/a.pdf"),
            new MediaSource.Text("one\ntwo"),
        ], sources);
        Assert.Equal("Report", Assert.IsType<DocumentPart>(_request.Messages[1].Parts[4]).Name);
        Assert.Equal("messages[0].content[4]", _request.Messages[1].Parts[4].Path);
    }

    [Fact]
    public void Thoughts_keep_their_proof()
    {
        var parts = _request.Messages[2].Parts;
        Assert.Equal(
            new ReasoningPart("The clock and the weather.") { Path = "messages[1].content[0]", Signature = new ThoughtSignature(Dialect.Anthropic, "EqQBCgIYAhIM1gbcDa9GJwZA2b3h") },
            parts[0]);
        Assert.Equal(
            new ReasoningPart("") { Path = "messages[1].content[1]", Signature = new ThoughtSignature(Dialect.Anthropic, "EmwKAhgBEgy3va3pzix"), IsRedacted = true },
            parts[1]);
    }

    [Fact]
    public void Results_know_the_function_that_was_called()
    {
        var call = Assert.IsType<ToolCallPart>(_request.Messages[2].Parts[4]);
        Assert.Equal(("toolu_01B", "get_weather", """{"city": "Oslo", "days": [1, 2]}"""), (call.Id, call.Name, call.Arguments));
        var results = _request.Messages[3].Parts.OfType<ToolResultPart>().ToList();
        Assert.Equal([("toolu_01A", "get_time", false), ("toolu_01B", "get_weather", true)], results.Select(result => (result.CallId, result.Name, result.IsError)));
        Assert.Equal(new TextPart("12:00"), Assert.Single(results[0].Content));
        Assert.Equal(2, results[1].Content.Count);
    }

    [Fact]
    public void Tools_keep_their_schema()
    {
        Assert.Equal(["get_time", "get_weather"], _request.Tools.Select(tool => tool.Name));
        var tool = _request.Tools[1];
        Assert.Equal(("Weather of a city.", true), (tool.Description, tool.Strict));
        Wire.Same("""{"type":"ephemeral"}""", tool.CacheControl!.Value);
        Wire.Same("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""", tool.Parameters!.Value);
    }

    [Theory]
    [InlineData("""{"type":"auto"}""", null, null)]
    [InlineData("""{"type":"none"}""", ToolChoiceMode.None, null)]
    [InlineData("""{"type":"any"}""", ToolChoiceMode.Required, null)]
    [InlineData("""{"type":"tool","name":"f"}""", ToolChoiceMode.Named, "f")]
    public void Every_choice_of_tools_is_read(string json, ToolChoiceMode? mode, string? name)
    {
        var choice = Wire.ReadWith($"\"tool_choice\":{json}").ToolChoice;
        Assert.Equal((mode, name), (choice?.Mode, choice?.Name));
    }

    [Theory]
    [InlineData(""" "thinking":{"type":"adaptive"} """, null, null)]
    [InlineData(""" "thinking":{"type":"adaptive"},"output_config":{"effort":"max"} """, "xhigh", null)]
    [InlineData(""" "thinking":{"type":"disabled"} """, null, 0)]
    [InlineData(""" "output_config":{"effort":"low"} """, "low", null)]
    public void Every_way_to_ask_for_thoughts_is_read(string members, string? effort, int? budget)
    {
        var reasoning = Wire.ReadWith(members).Reasoning;
        Assert.NotNull(reasoning);
        Assert.Equal((effort, budget), (reasoning.Effort, reasoning.BudgetTokens));
    }

    [Fact]
    public void What_is_done_anyway_is_as_good_as_unsaid()
    {
        var request = Wire.ReadWith(""" "service_tier":"auto","speed":"standard","output_config":{"effort":"high"},"tool_choice":null,"mcp_servers":null """);
        Assert.Null(request.ServiceTier);
        Assert.Null(request.Reasoning);
        Assert.Empty(request.Unknown);
    }

    [Theory]
    [InlineData(""" "context_management":{"edits":[]} """, "context_management", true)]
    [InlineData(""" "cache_control":{"type":"ephemeral"} """, "cache_control", true)]
    [InlineData(""" "speed":"fast" """, "speed", true)]
    [InlineData(""" "metadata":{"team":"x"} """, "metadata.team", true)]
    [InlineData(""" "container":"c_1" """, "container", false)]
    [InlineData(""" "mcp_servers":[] """, "mcp_servers", false)]
    [InlineData(""" "thinking":{"type":"between_tools"} """, "thinking", false)]
    [InlineData(""" "tools":[{"type":"web_search_20250305","name":"web_search"}] """, "tools[0]", false)]
    [InlineData(""" "tools":[{"name":"f","input_schema":{"type":"object"},"eager_input_streaming":true}] """, "tools[0].eager_input_streaming", true)]
    [InlineData(""" "tools":[{"name":"f","input_schema":{"type":"object"},"allowed_callers":["code_execution_20250825"]}] """, "tools[0].allowed_callers", false)]
    [InlineData(""" "thinking":{"type":"enabled","budget_tokens":1024},"output_config":{"effort":"low"} """, "output_config.effort", true)]
    public void What_has_no_place_is_named(string members, string path, bool isHint)
    {
        var field = Assert.Single(Wire.ReadWith(members).Unknown);
        Assert.Equal((path, isHint), (field.Path, field.IsHint));
    }

    [Theory]
    [InlineData("""{"type":"server_tool_use","id":"s","name":"web_search","input":{}}""", "assistant", "messages[0].content[0]")]
    [InlineData("""{"type":"search_result","source":"s","title":"t","content":[]}""", "user", "messages[0].content[0]")]
    [InlineData("""{"type":"tool_result","tool_use_id":"a","content":[{"type":"tool_reference","tool_name":"f"}]}""", "user", "messages[0].content[0].content[0]")]
    [InlineData("""{"type":"document","source":{"type":"text","data":"x"},"context":"c"}""", "user", "messages[0].content[0].context")]
    [InlineData("""{"type":"document","source":{"type":"text","data":"x"},"citations":{"enabled":true}}""", "user", "messages[0].content[0].citations")]
    [InlineData("""{"type":"document","source":{"type":"content","content":[{"type":"image"}]}}""", "user", "messages[0].content[0].source")]
    public void Blocks_without_a_place_are_named(string block, string role, string path)
    {
        var field = Assert.Single(Wire.ReadBlocks(block, role).Unknown);
        Assert.Equal((path, false), (field.Path, field.IsHint));
    }

    [Fact]
    public void To_have_tokens_counted_no_cap_is_needed()
    {
        var body = Wire.Bytes("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Null(AnthropicCodec.ReadCountRequest(body).MaxOutputTokens);
        Assert.Equal("max_tokens", Assert.Throws<DialectException>(() => Wire.Codec.ReadRequest(body)).Field);
    }

    [Fact]
    public void An_answer_may_be_begun_for_the_model() =>
        Assert.Equal(ChatRole.Assistant, Wire.ReadBlocks("""{"type":"text","text":"The answer is ("}""", "assistant").Messages[^1].Role);
}
