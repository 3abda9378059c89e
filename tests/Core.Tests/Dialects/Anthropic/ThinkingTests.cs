using System.Text.Json;
using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.Anthropic;

/// <summary>How models of each age are asked to think, and what does not go with it.</summary>
public sealed class ThinkingTests
{
    private const string Old = "claude-sonnet-4-5-20250929";
    private const string New = "claude-opus-4-7";

    private static readonly ChatRequest _plain = new() { Model = "alias", Messages = [new ChatMessage(ChatRole.User, [new TextPart("hi")])] };

    [Theory]
    [InlineData("minimal", 100_000, 1024)]
    [InlineData("low", 100_000, 1024)]
    [InlineData("medium", 100_000, 8192)]
    [InlineData("high", 100_000, 24_576)]
    [InlineData("xhigh", 100_000, 24_576)]
    [InlineData("high", 8192, 4096)]
    [InlineData("low", 2048, 1024)]
    public void An_effort_is_tokens_that_leave_room_for_the_answer(string effort, int maxTokens, int budget)
    {
        var (body, dropped) = Wire.Write(Asked(new ReasoningRequest { Effort = effort }) with { MaxOutputTokens = maxTokens }, Old);
        Wire.Same($$"""{"type":"enabled","budget_tokens":{{budget}}}""", body.GetProperty("thinking"));
        Assert.Equal(maxTokens, body.GetProperty("max_tokens").GetInt32());
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData(5000, 8192, 5000)]
    [InlineData(9000, 8192, 8191)]
    [InlineData(100, 8192, 1024)]
    [InlineData(5000, 1025, 1024)]
    public void Tokens_stay_below_the_cap_and_not_below_the_least(int asked, int maxTokens, int budget) =>
        Assert.Equal(
            budget,
            Wire.Write(Asked(new ReasoningRequest { BudgetTokens = asked }) with { MaxOutputTokens = maxTokens }, Old).Body.GetProperty("thinking").GetProperty("budget_tokens").GetInt32());

    [Theory]
    [InlineData("low", null, 2047)]
    [InlineData(null, 2000, 1024)]
    public void Where_the_cap_leaves_no_room_there_are_no_thoughts(string? effort, int? budget, int maxTokens)
    {
        var (body, dropped) = Wire.Write(Asked(new ReasoningRequest { Effort = effort, BudgetTokens = budget }) with { MaxOutputTokens = maxTokens }, Old);
        Assert.False(body.TryGetProperty("thinking", out _));
        Assert.Equal(["thinking"], dropped);
    }

    [Theory]
    [InlineData("minimal", null, "claude-opus-4-6", "low")]
    [InlineData("xhigh", null, "claude-opus-4-6", "high")]
    [InlineData("xhigh", null, New, "xhigh")]
    [InlineData("medium", null, "anthropic.claude-sonnet-5-v1:0", "medium")]
    [InlineData("high", null, "claude-fable-5-1", "high")]
    [InlineData(null, 2000, New, "low")]
    [InlineData(null, 10_000, New, "medium")]
    [InlineData(null, 60_000, New, "high")]
    public void Newer_models_are_told_an_effort(string? effort, int? budget, string model, string written)
    {
        var (body, _) = Wire.Write(Asked(new ReasoningRequest { Effort = effort, BudgetTokens = budget, Shown = true }), model);
        Wire.Same("""{"type":"adaptive","display":"summarized"}""", body.GetProperty("thinking"));
        Wire.Same($$"""{"effort":"{{written}}"}""", body.GetProperty("output_config"));
    }

    [Theory]
    [InlineData(Old, null)]
    [InlineData("claude-3-7-sonnet-20250219", null)]
    [InlineData("claude-opus-4-8", null)]
    [InlineData("claude-opus-5", "disabled")]
    [InlineData("deepseek-chat", "disabled")]
    public void No_thoughts_are_asked_for_where_thoughts_come_unasked(string model, string? type)
    {
        foreach (var none in new[] { new ReasoningRequest { Effort = "none" }, new ReasoningRequest { BudgetTokens = 0 } })
        {
            var (body, dropped) = Wire.Write(Asked(none), model);
            Assert.Equal(type, body.TryGetProperty("thinking", out var thinking) ? thinking.GetProperty("type").GetString() : null);
            Assert.Empty(dropped);
        }
    }

    [Fact]
    public void What_cannot_be_told_not_to_think_is_not_told() =>
        Assert.Equal(["thinking"], Wire.Write(Asked(new ReasoningRequest { Effort = "none" }), "claude-mythos-5").Dropped);

    [Fact]
    public void Thoughts_go_with_no_forced_tool_and_no_sampling()
    {
        var (body, dropped) = Wire.Write(
            Asked(new ReasoningRequest { Effort = "low" }) with
            {
                Temperature = 0.2, TopP = 0.5, TopK = 3, Tools = [new ToolDefinition("f", null, null)], ToolChoice = new ToolChoice(ToolChoiceMode.Named, "f"),
            },
            Old);
        Assert.Equal(["temperature", "tool_choice", "top_k", "top_p"], dropped.Order(StringComparer.Ordinal));
        foreach (var name in dropped)
            Assert.False(body.TryGetProperty(name, out _));
    }

    [Fact]
    public void Tools_are_answered_without_thoughts_where_the_last_are_lost()
    {
        var call = new ToolCallPart("c", "f", "{}");
        var asked = Asked(new ReasoningRequest { Effort = "low" });
        var lost = asked with { Messages = [.. asked.Messages, new ChatMessage(ChatRole.Assistant, [call]), Result()] };
        var kept = asked with { Messages = [.. asked.Messages, new ChatMessage(ChatRole.Assistant, [new ReasoningPart("t") { Signature = new ThoughtSignature(Dialect.Anthropic, "s") }, call]), Result()] };
        Assert.Equal(["thinking"], Wire.Write(lost, Old).Dropped);
        Assert.True(Wire.Write(lost, New).Body.TryGetProperty("thinking", out _));
        Assert.True(Wire.Write(kept, Old).Body.TryGetProperty("thinking", out _));

        static ChatMessage Result() => new(ChatRole.User, [new ToolResultPart("c", "f", [new TextPart("1")])]);
    }

    [Fact]
    public void An_answer_begun_for_the_model_is_gone_on_with_at_once()
    {
        var asked = Asked(new ReasoningRequest { Effort = "low" });
        Assert.Equal(["thinking"], Wire.Write(asked with { Messages = [.. asked.Messages, new ChatMessage(ChatRole.Assistant, [new TextPart("It is")])] }, Old).Dropped);
    }

    [Theory]
    [InlineData(0.5, null, null, Old, """{"temperature":0.5}""", "")]
    [InlineData(1.7, null, null, Old, """{"temperature":1}""", "temperature")]
    [InlineData(0.5, 0.9, null, Old, """{"temperature":0.5}""", "top_p")]
    [InlineData(0.5, 1.0, null, Old, """{"temperature":0.5}""", "")]
    [InlineData(1.0, 0.9, 7, Old, """{"top_p":0.9,"top_k":7}""", "")]
    [InlineData(0.5, null, 7, New, "{}", "temperature,top_k")]
    [InlineData(1.0, 1.0, null, New, "{}", "")]
    [InlineData(0.5, null, 7, "deepseek-chat", """{"temperature":0.5,"top_k":7}""", "")]
    public void Sampling_is_what_the_model_takes(double? temperature, double? topP, int? topK, string model, string written, string named)
    {
        var (body, dropped) = Wire.Write(_plain with { Temperature = temperature, TopP = topP, TopK = topK }, model);
        var expected = JsonElement.Parse(written).EnumerateObject().Select(member => member.ToString());
        Assert.Equal(expected, body.EnumerateObject().Where(member => member.Name is "temperature" or "top_p" or "top_k").Select(member => member.ToString()));
        Assert.Equal(named, string.Join(',', dropped));
    }

    private static ChatRequest Asked(ReasoningRequest reasoning) => _plain with { Reasoning = reasoning };
}
