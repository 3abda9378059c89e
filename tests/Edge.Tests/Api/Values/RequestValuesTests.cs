using AiGateway.Core.Catalog.Requests;
using AiGateway.Core.Dialects;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Api.Values;
using AiGateway.Edge.Tests.OpenAi;

namespace AiGateway.Edge.Tests.Api.Values;

/// <summary>What an operator sets is written where each dialect has it, and every other byte stays.</summary>
public sealed class RequestValuesTests
{
    private static readonly RequestValues Both = new() { Temperature = 0.5, TopP = 0.9 };
    private static readonly RequestValues Effort = new() { ReasoningEffort = "low" };

    [Theory]
    [InlineData("""{"x":1}""", """{"x":1,"generationConfig":{"temperature":0.5,"topP":0.9}}""")]
    [InlineData("""{"generationConfig":null,"x":1}""", """{"generationConfig":{"temperature":0.5,"topP":0.9},"x":1}""")]
    [InlineData("""{"generationConfig":{ } }""", """{"generationConfig":{"temperature":0.5,"topP":0.9 } }""")]
    [InlineData("""{"generationConfig":{"topK":3}}""", """{"generationConfig":{"temperature":0.5,"topP":0.9,"topK":3}}""")]
    [InlineData("""{"generationConfig":{"topP":1,"temperature":null}}""", """{"generationConfig":{"topP":0.9,"temperature":0.5}}""")]
    [InlineData("""{"generation_config":{"top_p":1}}""", """{"generation_config":{"temperature":0.5,"top_p":0.9}}""")]
    [InlineData("""{"temperature":2}""", """{"temperature":2,"generationConfig":{"temperature":0.5,"topP":0.9}}""")]
    public void What_shares_an_object_is_added_to_it_at_once(string before, string after) => Assert.Equal(after, Written(before, Dialect.Gemini, Both));

    [Theory]
    [InlineData("""{"model":"m"}""", """{"model":"m","reasoning":{"effort":"low"}}""")]
    [InlineData("""{"reasoning":null}""", """{"reasoning":{"effort":"low"}}""")]
    [InlineData("""{"reasoning":{"summary":"auto"}}""", """{"reasoning":{"effort":"low","summary":"auto"}}""")]
    [InlineData("""{"reasoning":{"effort":"high"},"effort":1}""", """{"reasoning":{"effort":"low"},"effort":1}""")]
    public void An_effort_stands_in_its_object(string before, string after) => Assert.Equal(after, Written(before, Dialect.OpenAiResponses, Effort));

    [Theory]
    [InlineData(Dialect.OpenAiChat, """{"temperature":1,"top_p":0.2,"reasoning_effort":"high","service_tier":"flex"}""")]
    [InlineData(Dialect.OpenAiResponses, """{"temperature":1,"top_p":0.2,"reasoning":{"effort":"high"},"service_tier":"flex"}""")]
    public void What_is_said_is_read(Dialect dialect, string body) => Assert.Equal(
        new RequestValues { Temperature = 1, TopP = 0.2, ReasoningEffort = "high", ServiceTier = "flex" }, RequestValuesJson.Read(Wire.Bytes(body), dialect));

    [Theory]
    [InlineData("""{"generationConfig":{"temperature":1,"topP":0.2}}""")]
    [InlineData("""{"generation_config":{"temperature":1,"top_p":0.2}}""")]
    public void Google_has_two_spellings(string body) =>
        Assert.Equal(new RequestValues { Temperature = 1, TopP = 0.2 }, RequestValuesJson.Read(Wire.Bytes(body), Dialect.Gemini));

    [Fact]
    public void What_is_of_another_type_says_nothing() =>
        Assert.Equal(new RequestValues(), RequestValuesJson.Read("""{"temperature":"1","top_p":[],"reasoning_effort":3,"service_tier":null}"""u8, Dialect.OpenAiChat));

    [Theory]
    [InlineData("claude-opus-4-7", "low", """{"max_tokens":9}""", """{"max_tokens":9,"output_config":{"effort":"low"}}""")]
    [InlineData("claude-opus-4-7", "xhigh", """{"output_config":{"effort":"max","format":{}}}""", """{"output_config":{"effort":"xhigh","format":{}}}""")]
    [InlineData("claude-opus-4-6", "xhigh", """{"output_config":{"effort":"low"}}""", """{"output_config":{"effort":"high"}}""")]
    [InlineData("claude-opus-4-6", "none", """{"thinking":{"type":"adaptive"}}""", """{"thinking":{"type":"disabled"}}""")]
    [InlineData("claude-opus-4-6", "low", """{"thinking":{"type":"disabled"}}""", """{"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}}""")]
    [InlineData("claude-sonnet-4-5", "low", """{"thinking":{"type":"enabled","budget_tokens":30000,"display":"omitted"}}""", """{"thinking":{"type":"enabled","budget_tokens":1024,"display":"omitted"}}""")]
    [InlineData("claude-sonnet-4-5", "low", """{"max_tokens":9}""", """{"max_tokens":9}""")]
    public void Anthropics_models_are_told_an_effort_or_tokens(string model, string effort, string before, string after) =>
        Assert.Equal(after, Written(before, Dialect.Anthropic, new RequestValues { ReasoningEffort = effort }, model));

    [Theory]
    [InlineData("gemini-2.5-flash", "low", """{"x":1}""", """{"x":1,"generationConfig":{"thinkingConfig":{"thinkingBudget":1024}}}""")]
    [InlineData("gemini-2.5-flash", "none", """{"generationConfig":{"thinkingConfig":{"thinkingBudget":9,"includeThoughts":true}}}""", """{"generationConfig":{"thinkingConfig":{"thinkingBudget":0}}}""")]
    [InlineData("gemini-3-flash", "low", """{"generationConfig":{"thinkingConfig":{"thinkingBudget":9,"includeThoughts":true}}}""", """{"generationConfig":{"thinkingConfig":{"thinkingLevel":"low","includeThoughts":true}}}""")]
    [InlineData("gemini-3-flash", "low", """{"generation_config":{"thinking_config":{"thinking_level":"HIGH"}}}""", """{"generation_config":{"thinking_config":{"thinkingLevel":"low"}}}""")]
    public void Googles_models_are_told_a_level_or_tokens(string model, string effort, string before, string after) =>
        Assert.Equal(after, Written(before, Dialect.Gemini, new RequestValues { ReasoningEffort = effort }, model));

    [Theory]
    [InlineData("""{"thinking":{"type":"enabled","budget_tokens":8192}}""", "medium")]
    [InlineData("""{"thinking":{"type":"enabled"},"output_config":{"effort":"low"}}""", null)]
    [InlineData("""{"thinking":{"type":"disabled"},"output_config":{"effort":"low"}}""", "none")]
    [InlineData("""{"thinking":{"type":"adaptive"},"output_config":{"effort":"max"}}""", "xhigh")]
    [InlineData("""{"thinking":[],"output_config":{"effort":7}}""", null)]
    [InlineData("{}", null)]
    public void What_anthropics_callers_want_thought_is_an_effort(string body, string? effort) =>
        Assert.Equal(effort, RequestValuesJson.Read(Wire.Bytes(body), Dialect.Anthropic).ReasoningEffort);

    [Theory]
    [InlineData("""{"generationConfig":{"thinkingConfig":{"thinkingLevel":"HIGH"}}}""", "high")]
    [InlineData("""{"generationConfig":{"thinkingConfig":{"thinkingBudget":0}}}""", "none")]
    [InlineData("""{"generationConfig":{"thinkingConfig":{"thinkingBudget":-1}}}""", null)]
    [InlineData("""{"generationConfig":{"thinkingConfig":"much"}}""", null)]
    public void What_googles_callers_want_thought_is_an_effort(string body, string? effort) =>
        Assert.Equal(effort, RequestValuesJson.Read(Wire.Bytes(body), Dialect.Gemini).ReasoningEffort);

    [Theory]
    [InlineData(Dialect.Anthropic, "default", """{"service_tier":"auto"}""", """{"service_tier":"standard_only"}""")]
    [InlineData(Dialect.Anthropic, "flex", """{"service_tier":"auto"}""", """{"service_tier":"auto"}""")]
    [InlineData(Dialect.Gemini, "default", """{"x":1}""", """{"x":1,"serviceTier":"standard"}""")]
    [InlineData(Dialect.Gemini, "flex", """{"service_tier":"priority"}""", """{"service_tier":"flex"}""")]
    [InlineData(Dialect.OpenAiChat, "flex", """{"x":1}""", """{"x":1,"service_tier":"flex"}""")]
    public void Tiers_have_each_dialects_own_words(Dialect dialect, string tier, string before, string after) =>
        Assert.Equal(after, Written(before, dialect, new RequestValues { ServiceTier = tier }));

    private static string Written(string body, Dialect dialect, RequestValues values, string model = "m")
    {
        var edits = new SpliceList();
        RequestValuesJson.Write(edits, Wire.Bytes(body), dialect, values, model);
        return Wire.Written(output => edits.WriteTo(Wire.Bytes(body), output));
    }
}
