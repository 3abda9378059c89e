using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

public sealed class RequestReadTests
{
    [Theory]
    [InlineData("""{"guardrailConfig":{"guardrailIdentifier":"g"}}""", "guardrailConfig", false)]
    [InlineData("""{"performanceConfig":{"latency":"optimized"}}""", "performanceConfig", true)]
    [InlineData("""{"additionalModelRequestFields":{"min_p":0.1}}""", "additionalModelRequestFields.min_p", false)]
    [InlineData("""{"inferenceConfig":{"newThing":1}}""", "inferenceConfig.newThing", false)]
    [InlineData("""{"toolConfig":{"tools":[{"systemTool":{"name":"nova_grounding"}}]}}""", "toolConfig.tools[0].systemTool", false)]
    [InlineData("""{"system":[{"guardContent":{}}]}""", "system[0].guardContent", false)]
    [InlineData("""{"messages":[{"role":"user","content":[{"cachePoint":{"type":"default"}}]}]}""", "messages[0].content[0].cachePoint", true)]
    [InlineData("""{"messages":[{"role":"user","content":[{"video":{"format":"mp4"}}]}]}""", "messages[0].content[0].video", false)]
    [InlineData("""{"outputConfig":{"newThing":true}}""", "outputConfig.newThing", false)]
    [InlineData("""{"messages":[{"role":"user","id":"x","content":[]}]}""", "messages[0].id", false)]
    public void What_has_no_place_is_kept_by_its_name(string json, string path, bool isHint) =>
        Assert.Equal([(path, isHint)], Converse.Read(json).Unknown.Select(field => (field.Path, field.IsHint)));

    [Theory]
    [InlineData("""{"messages":7}""", "messages")]
    [InlineData("""{"messages":[{"content":[]}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"tool","content":[]}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":7}]}]}""", "messages[0].content[0].text")]
    [InlineData("""{"messages":[{"role":"user","content":[{"image":{"format":"bmp","source":{"bytes":"AA=="}}}]}]}""", "messages[0].content[0].image.format")]
    [InlineData("""{"messages":[{"role":"user","content":[{"image":{"format":"png","source":{}}}]}]}""", "messages[0].content[0].image.source.bytes")]
    [InlineData("""{"messages":[{"role":"user","content":[{"toolUse":{"name":"x"}}]}]}""", "messages[0].content[0].toolUse.toolUseId")]
    [InlineData("""{"messages":[{"role":"user","content":[{"reasoningContent":{}}]}]}""", "messages[0].content[0].reasoningContent.reasoningText")]
    [InlineData("""{"inferenceConfig":{"maxTokens":0}}""", "inferenceConfig.maxTokens")]
    [InlineData("""{"inferenceConfig":{"temperature":1.5}}""", "inferenceConfig.temperature")]
    [InlineData("""{"toolConfig":{"toolChoice":{}}}""", "toolConfig.toolChoice")]
    [InlineData("""{"additionalModelRequestFields":{"thinking":{"type":"maybe"}}}""", "additionalModelRequestFields.thinking.type")]
    [InlineData("""{"outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"schema":"{"}}}}}""", "outputConfig.textFormat.structure.jsonSchema.schema")]
    public void What_is_wrong_is_named(string json, string field) =>
        Assert.Equal(field, Assert.Throws<DialectException>(() => Converse.Read(json)).Field);

    [Theory]
    [InlineData("""{"auto":{}}""", ToolChoiceMode.Auto, null)]
    [InlineData("""{"any":{}}""", ToolChoiceMode.Required, null)]
    [InlineData("""{"tool":{"name":"x"}}""", ToolChoiceMode.Named, "x")]
    public void Choices_of_tools_are_read(string json, ToolChoiceMode mode, string? name) =>
        Assert.Equal(new ToolChoice(mode, name), Converse.Read($$$"""{"toolConfig":{"toolChoice":{{{json}}}}}""").ToolChoice);

    [Theory]
    [InlineData("""{"additionalModelRequestFields":{"thinking":{"type":"disabled"}}}""", null, 0, null)]
    [InlineData("""{"additionalModelRequestFields":{"thinking":{"type":"adaptive","display":"omitted"}},"outputConfig":{"effort":"xhigh"}}""", "xhigh", null, false)]
    [InlineData("""{"additionalModelRequestFields":{"reasoning_effort":"low"}}""", "low", null, null)]
    public void Thinking_is_read(string json, string? effort, int? budget, bool? shown) =>
        Assert.Equal(new ReasoningRequest { Effort = effort, BudgetTokens = budget, Shown = shown }, Converse.Read(json).Reasoning);

    [Fact]
    public void Results_may_hold_json_and_documents_text()
    {
        var request = Converse.Read("""
            {"messages":[{"role":"user","content":[
                {"toolResult":{"toolUseId":"a","content":[{"json":{"n": 1}}],"status":"success"}},
                {"document":{"name":"d","source":{"text":"plain"}}},
                {"document":{"name":"d","source":{"content":[{"text":"one"},{"text":"two"}]}}},
                {"citationsContent":{"content":[{"text":"so "},{"text":"it is"}],"citations":[{"title":"t"}]}}]}]}
            """);
        var parts = request.Messages[0].Parts;
        Assert.Equal("""{"n": 1}""", ((TextPart)((ToolResultPart)parts[0]).Content[0]).Text);
        Assert.Equal(new MediaSource.Text("plain"), ((DocumentPart)parts[1]).Source);
        Assert.Equal(new MediaSource.Text("one\ntwo"), ((DocumentPart)parts[2]).Source);
        Assert.Equal(("so it is", """[{"title":"t"}]"""), (((TextPart)parts[3]).Text, ((TextPart)parts[3]).Annotations?.GetRawText()));
        Assert.Empty(request.Unknown);
    }

    [Fact]
    public void Null_is_as_good_as_absent()
    {
        var request = Converse.Read("""{"system":null,"messages":[{"role":"user","content":[{"text":null}]}],"toolConfig":null,"guardrailConfig":null,"serviceTier":null}""");
        Assert.Empty(request.Unknown);
        Assert.Empty(Assert.Single(request.Messages).Parts);
    }
}
