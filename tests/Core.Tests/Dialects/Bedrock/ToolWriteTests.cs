using System.Text.Json;
using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

public sealed class ToolWriteTests
{
    private static readonly ChatRequest _withTools = Converse.Hello with { Tools = [new("f", "", JsonElement.Parse("""{"properties":{}}"""))] };

    private static readonly ChatMessage[] _loop =
        [Converse.User(new TextPart("Hi")), Converse.Model(new ToolCallPart("a", "g", "{}")), Converse.User(new ToolResultPart("a", null, []), new ToolResultPart("b", "h", []))];

    [Theory]
    [InlineData(ToolChoiceMode.Auto, "")]
    [InlineData(ToolChoiceMode.Required, ""","toolChoice":{"any":{}}""")]
    [InlineData(ToolChoiceMode.Named, ""","toolChoice":{"tool":{"name":"f"}}""")]
    public void Choices_are_written(ToolChoiceMode mode, string written) => Assert.EndsWith(
        """{"json":{"type":"object","properties":{}}}}}]""" + written + "}}",
        Converse.Written(_withTools with { ToolChoice = new(mode, "f") }).Json, StringComparison.Ordinal);

    [Fact]
    public void Tools_that_may_not_be_called_are_not_declared() =>
        Assert.Equal(Converse.Written(Converse.Hello).Json, Converse.Written(_withTools with { ToolChoice = new(ToolChoiceMode.None) }).Json);

    [Fact]
    public void Tools_that_may_not_be_called_are_declared_all_the_same_once_some_were()
    {
        var (json, omitted) = Converse.Written(_withTools with { Messages = _loop, ToolChoice = new(ToolChoiceMode.None) });
        Assert.Contains("\"toolSpec\":{\"name\":\"f\"", json, StringComparison.Ordinal);
        Assert.Equal(["toolConfig.toolChoice"], omitted);
    }

    [Fact]
    public void Tools_that_were_called_are_declared_even_if_the_caller_does_not() => Assert.EndsWith(
        ""","toolConfig":{"tools":[{"toolSpec":{"name":"g","inputSchema":{"json":{"type":"object"}}}},{"toolSpec":{"name":"h","inputSchema":{"json":{"type":"object"}}}}]}}""",
        Converse.Written(Converse.Hello with { Messages = _loop }).Json, StringComparison.Ordinal);

    [Theory]
    [InlineData(ToolChoiceMode.Auto, """{"type":"auto","disable_parallel_tool_use":true}""")]
    [InlineData(ToolChoiceMode.Required, """{"type":"any","disable_parallel_tool_use":true}""")]
    [InlineData(ToolChoiceMode.Named, """{"type":"tool","name":"f","disable_parallel_tool_use":true}""")]
    public void One_call_at_a_time_is_said_in_the_models_own_words(ToolChoiceMode mode, string written)
    {
        var (json, omitted) = Converse.Written(_withTools with { ToolChoice = new(mode, "f"), ParallelToolCalls = false });
        Assert.EndsWith(""","additionalModelRequestFields":{"tool_choice":""" + written + "}}", json, StringComparison.Ordinal);
        Assert.DoesNotContain("toolChoice", json, StringComparison.Ordinal);
        Assert.Empty(omitted);
    }

    [Fact]
    public void One_call_at_a_time_is_left_out_and_named_where_it_cannot_be_said()
    {
        var (json, omitted) = Converse.Written(_withTools with { ParallelToolCalls = false }, Converse.Nova);
        Assert.DoesNotContain("additional", json, StringComparison.Ordinal);
        Assert.Equal(["additionalModelRequestFields.tool_choice.disable_parallel_tool_use"], omitted);
        Assert.Empty(Converse.Written(Converse.Hello with { ParallelToolCalls = false }, Converse.Nova).Omitted);
    }

    [Fact]
    public void While_it_thinks_a_model_cannot_be_made_to_call()
    {
        var (json, omitted) = Converse.Written(_withTools with { ToolChoice = new(ToolChoiceMode.Required), Reasoning = new() { Effort = "low" } });
        Assert.DoesNotContain("toolChoice", json, StringComparison.Ordinal);
        Assert.Equal(["toolConfig.toolChoice"], omitted);
    }
}
