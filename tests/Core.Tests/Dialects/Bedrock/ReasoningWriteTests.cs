using AiGateway.Core.Dialects;

namespace AiGateway.Core.Tests.Dialects.Bedrock;

public sealed class ReasoningWriteTests
{
    private const string Thinking = "additionalModelRequestFields.thinking";

    [Theory]
    [InlineData("minimal", null, 1_024)]
    [InlineData("low", null, 1_024)]
    [InlineData("medium", null, 8_192)]
    [InlineData("high", null, 24_576)]
    [InlineData("high", 4_000, 3_999)]
    [InlineData("high", 1_025, 1_024)]
    public void Efforts_are_budgets_below_the_cap(string effort, int? max, int budget)
    {
        var (json, omitted) = Converse.Written(Converse.Hello with { Reasoning = new() { Effort = effort }, MaxOutputTokens = max });
        Assert.EndsWith($$$$$""","additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":{{{{{budget}}}}}}}}""", json, StringComparison.Ordinal);
        Assert.Contains($"\"maxTokens\":{max ?? (budget + 8_192)}}}", json, StringComparison.Ordinal);
        Assert.Empty(omitted);
    }

    [Theory]
    [InlineData(null, 1_024, 1_024)]
    [InlineData(null, 1_000, null)]
    [InlineData("high", null, 1_024)]
    public void With_too_few_tokens_there_is_no_thinking(string? effort, int? budget, int? max)
    {
        var (json, omitted) = Converse.Written(Converse.Hello with { Reasoning = new() { Effort = effort, BudgetTokens = budget }, MaxOutputTokens = max });
        Assert.DoesNotContain("thinking", json, StringComparison.Ordinal);
        Assert.Equal([Thinking], omitted);
    }

    [Theory]
    [InlineData(Converse.Claude, null, null, null, "")]
    [InlineData(Converse.Claude, "none", null, null, ""","additionalModelRequestFields":{"thinking":{"type":"disabled"}}""")]
    [InlineData(Converse.Claude47, null, 0, null, ""","additionalModelRequestFields":{"thinking":{"type":"disabled"}}""")]
    [InlineData(Converse.Claude46, "minimal", null, null, ""","additionalModelRequestFields":{"thinking":{"type":"adaptive"}},"outputConfig":{"effort":"low"}""")]
    [InlineData(Converse.Claude46, "xhigh", null, null, ""","additionalModelRequestFields":{"thinking":{"type":"adaptive"}},"outputConfig":{"effort":"high"}""")]
    [InlineData(Converse.Claude47, "xhigh", null, true, ""","additionalModelRequestFields":{"thinking":{"type":"adaptive","display":"summarized"}},"outputConfig":{"effort":"xhigh"}""")]
    [InlineData(Converse.Claude47, null, 5_000, false, ""","additionalModelRequestFields":{"thinking":{"type":"adaptive","display":"omitted"}},"outputConfig":{"effort":"medium"}""")]
    [InlineData("anthropic.claude-opus-5", null, null, null, ""","additionalModelRequestFields":{"thinking":{"type":"adaptive"}}""")]
    [InlineData("anthropic.claude-sonnet-4-20250514-v1:0", "low", null, null, ""","inferenceConfig":{"maxTokens":9216},"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":1024}}""")]
    [InlineData("arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-3-7-sonnet-20250219-v1:0", "low", null, null, ""","inferenceConfig":{"maxTokens":9216},"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":1024}}""")]
    [InlineData(Converse.Oss, "medium", null, null, ""","additionalModelRequestFields":{"reasoning_effort":"medium"}""")]
    [InlineData(Converse.Oss, null, 30_000, null, ""","additionalModelRequestFields":{"reasoning_effort":"high"}""")]
    [InlineData(Converse.Claude3, "none", null, null, "")]
    [InlineData(Converse.Llama, "none", null, null, "")]
    public void Each_model_is_told_in_its_own_words(string model, string? effort, int? budget, bool? shown, string written)
    {
        var (json, omitted) = Converse.Written(Converse.Hello with { Reasoning = new() { Effort = effort, BudgetTokens = budget, Shown = shown } }, model);
        Assert.Equal($$$"""{"messages":[{"role":"user","content":[{"text":"Hi"}]}]{{{written}}}}""", json);
        Assert.Empty(omitted);
    }

    [Theory]
    [InlineData(Converse.Claude3, "low")]
    [InlineData(Converse.Llama, "high")]
    [InlineData(Converse.Oss, "none")]
    [InlineData("anthropic.claude-v2:1", "high")]
    public void What_a_model_cannot_do_is_left_out_and_named(string model, string effort)
    {
        var (json, omitted) = Converse.Written(Converse.Hello with { Reasoning = new() { Effort = effort } }, model);
        Assert.DoesNotContain("additional", json, StringComparison.Ordinal);
        Assert.Equal([Thinking], omitted);
    }

    [Fact]
    public void A_loop_of_calls_whose_thoughts_were_lost_goes_on_without_thinking()
    {
        var call = new ToolCallPart("a", "f", "{}");
        var results = Converse.User(new ToolResultPart("a", "f", [new TextPart("r")]));
        var lost = Converse.Said(Converse.User(new TextPart("Hi")), Converse.Model(call), results) with { Reasoning = new() { Effort = "low" } };
        Assert.Equal([Thinking], Converse.Written(lost).Omitted);
        Assert.Empty(Converse.Written(lost, Converse.Claude46).Omitted);

        var kept = lost with { Messages = [Converse.User(new TextPart("Hi")), Converse.Model(new ReasoningPart("t") { Signature = new(Dialect.Bedrock, "s") }, call), results] };
        Assert.Empty(Converse.Written(kept).Omitted);
        var over = lost with { Messages = [.. lost.Messages, Converse.Model(new TextPart("done")), Converse.User(new TextPart("next"))] };
        Assert.Empty(Converse.Written(over).Omitted);
    }

    [Theory]
    [InlineData(Converse.Claude, null, 0.5, null, 5, """{"temperature":0.5}""", """{"top_k":5}""", "")]
    [InlineData(Converse.Claude, null, 1.5, null, null, """{"temperature":1}""", null, "inferenceConfig.temperature")]
    [InlineData(Converse.Claude, null, 0.5, 0.9, null, """{"temperature":0.5}""", null, "inferenceConfig.topP")]
    [InlineData(Converse.Claude, null, 0.5, 1.0, null, """{"temperature":0.5}""", null, "")]
    [InlineData(Converse.Claude3, null, 0.5, 0.9, null, """{"temperature":0.5,"topP":0.9}""", null, "")]
    [InlineData(Converse.Claude47, null, 0.5, 0.9, 5, null, null, "inferenceConfig.temperature inferenceConfig.topP additionalModelRequestFields.top_k")]
    [InlineData(Converse.Claude47, null, 1.0, null, null, null, null, "")]
    [InlineData(Converse.Claude46, "low", 0.5, 0.96, 5, """{"topP":0.96}""", """{"thinking":{"type":"adaptive"}}""", "inferenceConfig.temperature additionalModelRequestFields.top_k")]
    [InlineData(Converse.Claude46, "low", null, 0.5, null, null, """{"thinking":{"type":"adaptive"}}""", "inferenceConfig.topP")]
    [InlineData(Converse.Nova, null, 0.5, 0.9, 5, """{"temperature":0.5,"topP":0.9}""", """{"inferenceConfig":{"topK":5}}""", "")]
    public void Sampling_is_said_as_far_as_the_model_lets_it(
        string model, string? effort, double? temperature, double? topP, int? topK, string? inference, string? fields, string omitted)
    {
        var written = Converse.Written(
            Converse.Hello with { Temperature = temperature, TopP = topP, TopK = topK, Reasoning = effort is null ? null : new() { Effort = effort } }, model);
        var json = $$$"""{"messages":[{"role":"user","content":[{"text":"Hi"}]}]""" + (inference is null ? "" : ",\"inferenceConfig\":" + inference)
            + (fields is null ? "" : ",\"additionalModelRequestFields\":" + fields) + (effort is null ? "}" : ",\"outputConfig\":{\"effort\":\"low\"}}");
        Assert.Equal(json, written.Json);
        Assert.Equal(omitted, string.Join(' ', written.Omitted));
    }

    [Fact]
    public void Top_k_is_refused_where_nobody_knows_its_name() => Assert.Equal(
        "additionalModelRequestFields.top_k", Assert.Throws<DialectException>(() => Converse.Written(Converse.Hello with { TopK = 5 }, Converse.Llama)).Field);
}
